package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_MOST;

import dev.leat.bench.peer.BareListener;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** From starting a command until its port accepts a connection. */
final class StartComparison implements Comparison {
  private static final String FEED = "leat feed";
  private static final Duration LIMIT = Duration.ofSeconds(90);

  private final Programs programs;

  StartComparison(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String title() {
    return "From the start of a command until its port accepts a connection";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender(FEED, port -> programs.leat(List.of(), "feed", "127.0.0.1:" + port)));
    contenders.add(
        new Contender(
            "a JVM with a server socket alone",
            port -> programs.java(BareListener.class, List.of(), port)));
    if (Programs.isInstalled("ncat")) {
      contenders.add(
          new Contender("ncat -lk", port -> Command.of("ncat", "-lk", "127.0.0.1", port)));
    }
    if (Programs.isInstalled("socat")) {
      contenders.add(
          new Contender(
              "socat",
              port ->
                  Command.of(
                      "socat", "-u", "/dev/null", "TCP4-LISTEN:" + port + ",bind=127.0.0.1,fork")));
    }
    return contenders;
  }

  @Override
  public List<Column> columns() {
    return List.of(new Column("listens after", "start_ms", Unit.MILLIS));
  }

  @Override
  public List<Check> checks() {
    return List.of(Check.value("listens after", "start_ms", Unit.MILLIS, FEED, AT_MOST, 300));
  }

  /** A start is short, so each contender has two in a round. */
  @Override
  public int rounds(Settings settings) {
    return 2 * settings.rounds();
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    int port = Server.freePort();
    Command started = contender.serve().on(port);
    Command timed =
        programs
            .instrument("start_time", port)
            .and(started.words().toArray())
            .in(started.environment());
    try (Load start = Load.start(timed, LIMIT)) {
      return start.result();
    }
  }
}
