package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_LEAST;

import dev.leat.bench.append.ChronicleAppend;
import dev.leat.bench.append.FileAppend;
import dev.leat.bench.append.LeatAppend;
import dev.leat.bench.append.RocksAppend;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One publisher appends messages of 100 bytes to a store in batches, which is opened again and read
 * back from the first to the last: either as fast as it goes, or with a force after each batch.
 */
final class AppendComparison implements Comparison {
  private static final long BYTES_A_SECOND = 256L << 20;
  private static final long FORCED_BYTES_A_SECOND = 16L << 20;
  private static final int FORCED_BATCH = 1_000;
  private static final int NO_PORT = 0;
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final String FILE = "FileChannel";
  private static final String LEAT = "Leat";
  private static final String CHRONICLE = "Chronicle Queue";
  private static final String ROCKS = "RocksDB";

  /** As many messages as fit into so much. */
  private enum Batch {
    SMALL("256 KiB", 2_621),
    LARGE("1 MiB", 10_485);

    private final String size;
    private final int messages;

    Batch(String size, int messages) {
      this.size = size;
      this.messages = messages;
    }

    String of(String side) {
      return side + ", batches of " + size;
    }
  }

  private final Programs programs;
  private final boolean forced;

  private AppendComparison(Programs programs, boolean forced) {
    this.programs = programs;
    this.forced = forced;
  }

  static Comparison unforced(Programs programs) {
    return new AppendComparison(programs, false);
  }

  static Comparison forced(Programs programs) {
    return new AppendComparison(programs, true);
  }

  @Override
  public String name() {
    return forced ? "append-forced" : "append";
  }

  @Override
  public String title() {
    return forced
        ? "One publisher appends messages of 100 bytes, forced to the disk each 1,000"
        : "One publisher appends messages of 100 bytes, not waiting for the disk, and reads them";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    if (forced) {
      contenders.add(contender(FILE, FileAppend.class, FORCED_BATCH));
      contenders.add(contender(LEAT, LeatAppend.class, FORCED_BATCH));
      contenders.add(contender(CHRONICLE, ChronicleAppend.class, FORCED_BATCH));
      contenders.add(contender(ROCKS, RocksAppend.class, FORCED_BATCH));
    } else {
      for (Batch batch : Batch.values()) {
        contenders.add(contender(batch.of(FILE), FileAppend.class, batch.messages));
        contenders.add(contender(batch.of(LEAT), LeatAppend.class, batch.messages));
        contenders.add(contender(batch.of(ROCKS), RocksAppend.class, batch.messages));
      }
      contenders.add(contender(CHRONICLE, ChronicleAppend.class, Batch.LARGE.messages));
    }
    return contenders;
  }

  /** The amounts of data are added when it is measured. */
  private Contender contender(String name, Class<?> main, int batch) {
    List<String> options = name.startsWith(CHRONICLE) ? ChronicleAppend.JVM_OPTIONS : List.of();
    return new Contender(
        name,
        port -> programs.java(main, options, batch, forced ? 1 : 0, programs.folder("append")));
  }

  @Override
  public List<Column> columns() {
    List<Column> columns =
        new ArrayList<>(
            List.of(
                new Column("appended/s", "append_messages_per_second", Unit.COUNT),
                new Column("bytes/s", "append_bytes_per_second", Unit.BYTES)));
    if (!forced) {
      columns.add(new Column("read back, bytes/s", "read_bytes_per_second", Unit.BYTES));
      columns.add(new Column("one by one, messages/s", "read_messages_per_second", Unit.COUNT));
      columns.add(new Column("read ÷ appended", "read_ratio", Unit.RATIO));
    }
    return columns;
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    if (forced) {
      checks.add(appended(LEAT, CHRONICLE, 1));
      checks.add(appended(LEAT, ROCKS, 1));
      return checks;
    }
    for (Batch batch : Batch.values()) {
      String leat = batch.of(LEAT);
      checks.add(appended(leat, batch.of(FILE), 0.5));
      checks.add(appended(leat, CHRONICLE, 1));
      checks.add(appended(leat, batch.of(ROCKS), 1));
      checks.add(Check.value("read ÷ appended", "read_ratio", Unit.RATIO, leat, AT_LEAST, 3));
    }
    return checks;
  }

  private static Check appended(String ours, String theirs, double asked) {
    return Check.ratio("appended/s", "append_messages_per_second", ours, theirs, AT_LEAST, asked);
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    long rate = forced ? FORCED_BYTES_A_SECOND : BYTES_A_SECOND;
    Command command =
        contender
            .serve()
            .on(NO_PORT)
            .and((long) (settings.seconds() * rate), (long) (settings.warmUp() * rate / 2));
    try (Load load = Load.start(command, LIMIT)) {
      Figures figures = load.result();
      return figures.with(
          "read_ratio",
          figures.get("read_bytes_per_second") / figures.get("append_bytes_per_second"));
    }
  }
}
