package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_LEAST;

import dev.leat.bench.LeatFanout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The fan-out of a stream that is stored, beside that of one that is only in memory. */
final class StoredFanoutComparison implements Comparison {
  private static final String MEMORY = "Leat, in memory";
  private static final String STORED = "Leat, stored";

  private final Programs programs;
  private final Path store;

  StoredFanoutComparison(Programs programs) {
    this.programs = programs;
    this.store = programs.folder("fanout");
  }

  @Override
  public String name() {
    return "fanout-stored";
  }

  @Override
  public String title() {
    return "Fan-out to 1,000 subscribers of a stream that is stored, published in batches of 64 KiB";
  }

  @Override
  public List<Contender> contenders() {
    return List.of(contender(MEMORY, ""), contender(STORED, store.toString()));
  }

  private Contender contender(String name, String directory) {
    return new Contender(
        name,
        port ->
            programs.java(
                LeatFanout.class,
                List.of(LeatFanout.storeOption(directory)),
                port,
                FanoutComparison.SIZE,
                FanoutComparison.SUBSCRIBERS));
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("delivered/s", "messages_per_second", Unit.COUNT),
        new Column("slowest reader", "slowest_share", Unit.SHARE),
        new Column("fastest reader", "fastest_share", Unit.SHARE),
        new Column("widest spread", "widest_spread_bytes", Unit.BYTES),
        new Column("CPU per million", "cpu_seconds_per_million", Unit.SECONDS),
        new Column("server's memory", "resident_bytes", Unit.BYTES));
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.ratio("delivered/s", "messages_per_second", STORED, MEMORY, AT_LEAST, 0.8));
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    delete();
    try {
      return FanoutComparison.measure(contender, settings, programs, "fanout_read");
    } finally {
      delete();
    }
  }

  private void delete() throws IOException {
    if (Files.exists(store)) {
      try (Stream<Path> files = Files.walk(store)) {
        for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
          Files.deleteIfExists(file);
        }
      }
    }
  }
}
