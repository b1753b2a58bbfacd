package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_LEAST;
import static dev.leat.bench.compare.Check.Bound.AT_MOST;

import dev.leat.bench.LeatFanout;
import dev.leat.bench.peer.NettyFanout;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * One stream to 1,000 subscribers as fast as they take it; they begin at its first message, all
 * connected.
 */
final class FanoutComparison implements Comparison {
  private static final int SUBSCRIBERS = 1_000;
  private static final int SIZE = 100;
  private static final long RETENTION = 64L << 20;
  private static final String LIMIT = "C, one ring in memory";

  private final Programs programs;

  FanoutComparison(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return "fanout";
  }

  @Override
  public String title() {
    return "Fan-out to 1,000 subscribers, lines of 100 bytes, no rate limit";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(new Contender(LIMIT, port -> programs.instrument("fanout_limit", port, SIZE)));
    for (Means means : Means.values()) {
      contenders.add(
          new Contender(
              means.netty(),
              port ->
                  programs.java(
                      NettyFanout.class, List.of(), port, means.eventLoops(), SIZE, SUBSCRIBERS)));
      contenders.add(
          new Contender(
              means.leat(),
              port ->
                  programs.java(
                      LeatFanout.class, means.carrierOptions(), port, SIZE, SUBSCRIBERS)));
    }
    return contenders;
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("delivered/s", "messages_per_second", Unit.COUNT),
        new Column("slowest reader", "slowest_share", Unit.SHARE),
        new Column("fastest reader", "fastest_share", Unit.SHARE),
        new Column("widest spread", "widest_spread_bytes", Unit.BYTES),
        new Column("bytes a read", "bytes_per_read", Unit.BYTES),
        new Column("CPU per million", "cpu_seconds_per_million", Unit.SECONDS),
        new Column("server's memory", "resident_bytes", Unit.BYTES));
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Means means : Means.values()) {
      String leat = means.leat();
      checks.add(
          Check.ratio("delivered/s", "messages_per_second", leat, means.netty(), AT_LEAST, 8));
      checks.add(Check.ratio("delivered/s", "messages_per_second", leat, LIMIT, AT_LEAST, 0.5));
      checks.add(
          Check.value(
              "widest spread", "widest_spread_bytes", Unit.BYTES, leat, AT_MOST, RETENTION));
    }
    return checks;
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    Duration limit = Duration.ofSeconds((long) (settings.warmUp() + settings.seconds()) + 60);
    try (Server server = Server.start(contender);
        Load load =
            Load.start(
                programs.instrument(
                    "fanout_read",
                    server.port(),
                    SUBSCRIBERS,
                    settings.seconds(),
                    SIZE,
                    settings.warmUp()),
                limit)) {
      load.await("measuring");
      Duration before = server.cpu();
      Figures figures = load.result();
      double messages = figures.get("messages_per_second") * figures.get("seconds");
      double cpu = server.cpu().minus(before).toNanos() / 1e9;
      return figures
          .with("cpu_seconds_per_million", cpu / (messages / 1e6))
          .with("resident_bytes", (double) server.residentBytes());
    }
  }
}
