package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_LEAST;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A recording to one reader on this machine, as fast as it goes, beside {@code socat} with a file
 * of the same bytes. Each sends it once before it counts.
 */
final class ReplayComparison implements Comparison {
  private static final String REPLAY = "leat replay --speed max";
  private static final String SOCAT = "socat";
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final long BYTES_FOR_A_SECOND = 64L << 20;

  private final Programs programs;
  private final Path folder;

  ReplayComparison(Programs programs) {
    this.programs = programs;
    this.folder = programs.scratch("replay");
  }

  @Override
  public String name() {
    return "replay";
  }

  @Override
  public String title() {
    return "A recording to one reader, as fast as it goes";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender(
            REPLAY,
            port ->
                programs.leat(
                    List.of(),
                    "replay",
                    folder.resolve("store"),
                    "127.0.0.1:" + port,
                    "--speed",
                    "max")));
    if (Programs.isInstalled("socat")) {
      // From the second address to the first, so that each client has the file opened anew.
      contenders.add(
          new Contender(
              SOCAT,
              port ->
                  Command.of(
                      "socat",
                      "-d",
                      "-d",
                      "-U",
                      "TCP4-LISTEN:" + port + ",bind=127.0.0.1,reuseaddr,fork",
                      "FILE:" + folder.resolve("file"))));
    }
    return contenders;
  }

  @Override
  public List<Column> columns() {
    return List.of(new Column("bytes a second", "bytes_per_second", Unit.BYTES));
  }

  @Override
  public List<Check> checks() {
    return List.of(Check.ratio("bytes a second", "bytes_per_second", REPLAY, SOCAT, AT_LEAST, 0.8));
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    long bytes = Recordings.make(folder, (long) (settings.seconds() * BYTES_FOR_A_SECOND));
    try (Server server = Server.start(contender)) {
      read(server, bytes);
      return read(server, bytes);
    }
  }

  private Figures read(Server server, long bytes) throws IOException, InterruptedException {
    try (Load reader = Load.start(programs.instrument("read_all", server.port(), bytes), LIMIT)) {
      return reader.result();
    }
  }
}
