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
  static final int SUBSCRIBERS = 1_000;
  static final int SIZE = 100;
  private static final long RETENTION = 64L << 20;
  private static final String LIMIT = "C, one ring in memory";

  private final Programs programs;
  private final boolean tls;

  private FanoutComparison(Programs programs, boolean tls) {
    this.programs = programs;
    this.tls = tls;
  }

  static Comparison plain(Programs programs) {
    return new FanoutComparison(programs, false);
  }

  static Comparison overTls(Programs programs) {
    return new FanoutComparison(programs, true);
  }

  @Override
  public String name() {
    return tls ? "fanout-tls" : "fanout";
  }

  @Override
  public String title() {
    return "Fan-out%s to 1,000 subscribers, lines of 100 bytes, no rate limit"
        .formatted(tls ? " over TLS" : "");
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    if (!tls) {
      contenders.add(new Contender(LIMIT, port -> programs.instrument("fanout_limit", port, SIZE)));
    }
    for (Means means : Means.values()) {
      contenders.add(
          new Contender(
              means.netty(),
              port ->
                  programs.java(
                      NettyFanout.class,
                      options(List.of()),
                      port,
                      means.eventLoops(),
                      SIZE,
                      SUBSCRIBERS)));
      contenders.add(
          new Contender(
              means.leat(),
              port ->
                  programs.java(
                      LeatFanout.class, options(means.carrierOptions()), port, SIZE, SUBSCRIBERS)));
    }
    return contenders;
  }

  private List<String> options(List<String> jvmOptions) {
    var all = new ArrayList<>(jvmOptions);
    if (tls) {
      all.add(programs.identityOption());
    }
    return all;
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
          Check.ratio(
              "delivered/s", "messages_per_second", leat, means.netty(), AT_LEAST, tls ? 1 : 8));
      if (!tls) {
        checks.add(Check.ratio("delivered/s", "messages_per_second", leat, LIMIT, AT_LEAST, 0.5));
      }
      checks.add(
          Check.value(
              "widest spread", "widest_spread_bytes", Unit.BYTES, leat, AT_MOST, RETENTION));
    }
    return checks;
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    return measure(
        contender, settings, programs, tls ? "fanout_read" + Programs.TLS : "fanout_read");
  }

  /**
   * Lets a contender send to all subscribers.
   *
   * @param reader the instrument that plays them
   */
  static Figures measure(Contender contender, Settings settings, Programs programs, String reader)
      throws IOException, InterruptedException {
    Duration limit = Duration.ofSeconds((long) (settings.warmUp() + settings.seconds()) + 60);
    try (Server server = Server.start(contender);
        Load load =
            Load.start(
                programs.instrument(
                    reader,
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
