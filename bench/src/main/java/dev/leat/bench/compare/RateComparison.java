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
 * 1,000 messages a second to each of 1,000 subscribers. Delivered share, processor time and latency
 * count together: who delivers less has less to do, and who waits can carry more at once.
 */
final class RateComparison implements Comparison {
  private static final int SUBSCRIBERS = 1_000;
  private static final int RATE = 1_000;
  private static final int SIZE = 100;
  private static final String LIMIT = "C, one ring in memory";

  private final Programs programs;

  RateComparison(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return "rate";
  }

  @Override
  public String title() {
    return "1,000 messages a second to each of 1,000 subscribers, 100 bytes";
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    contenders.add(
        new Contender(LIMIT, port -> programs.instrument("fanout_limit", port, SIZE, RATE)));
    for (Means means : Means.values()) {
      contenders.add(
          new Contender(
              means.netty(),
              port ->
                  programs.java(
                      NettyFanout.class,
                      List.of(),
                      port,
                      means.eventLoops(),
                      SIZE,
                      SUBSCRIBERS,
                      RATE)));
      contenders.add(
          new Contender(
              means.leat(),
              port ->
                  programs.java(
                      LeatFanout.class, means.carrierOptions(), port, SIZE, SUBSCRIBERS, RATE)));
    }
    return contenders;
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("delivered share", "delivered", Unit.SHARE),
        new Column("slowest reader's", "slowest_delivered", Unit.SHARE),
        new Column("left out", "missed", Unit.COUNT),
        new Column("latency p50", "p50_us", Unit.MILLIS_OF_MICROS),
        new Column("p99", "p99_us", Unit.MILLIS_OF_MICROS),
        new Column("server's CPU", "cpu_seconds", Unit.SECONDS),
        new Column("CPU per million delivered", "cpu_seconds_per_million", Unit.SECONDS));
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Means means : Means.values()) {
      String leat = means.leat();
      checks.add(Check.value("left out", "missed", Unit.COUNT, leat, AT_MOST, 0));
      // The window opens and shuts with messages on their way, a few milliseconds of it.
      checks.add(Check.value("delivered share", "delivered", Unit.SHARE, leat, AT_LEAST, 0.99));
      checks.add(
          Check.ratio(
              "CPU for each delivered",
              "cpu_seconds_per_million",
              leat,
              means.netty(),
              AT_MOST,
              0.5));
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
                    "rate_read",
                    server.port(),
                    SUBSCRIBERS,
                    settings.seconds(),
                    SIZE,
                    RATE,
                    settings.warmUp()),
                limit)) {
      load.await("measuring");
      Duration before = server.cpu();
      Figures figures = load.result();
      double cpu = server.cpu().minus(before).toNanos() / 1e9;
      return figures
          .with("cpu_seconds", cpu)
          .with("cpu_seconds_per_million", cpu / (figures.get("messages") / 1e6));
    }
  }
}
