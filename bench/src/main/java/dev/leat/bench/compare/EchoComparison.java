package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_LEAST;
import static dev.leat.bench.compare.Check.Bound.AT_MOST;

import dev.leat.bench.peer.NettyEcho;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Echo of lines in a closed loop, and a newcomer who connects and echoes once, every 50 ms, under
 * that load: what raises the throughput must not starve anybody.
 */
final class EchoComparison implements Comparison {
  private static final int SIZE = 100;
  private static final String LIMIT = "C, bytes as they come";

  private final Programs programs;
  private final String name;
  private final int connections;
  private final int depth;
  private final boolean tls;

  private EchoComparison(Programs programs, String name, int connections, int depth, boolean tls) {
    this.programs = programs;
    this.name = name;
    this.connections = connections;
    this.depth = depth;
    this.tls = tls;
  }

  static Comparison oneAtATime(Programs programs) {
    return new EchoComparison(programs, "echo", 64, 1, false);
  }

  static Comparison pipelined(Programs programs) {
    return new EchoComparison(programs, "echo-pipelined", 16, 32, false);
  }

  static Comparison overTls(Programs programs) {
    return new EchoComparison(programs, "echo-tls", 64, 1, true);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String title() {
    return "Echo of lines%s: %d connections, %d in flight on each, %d bytes"
        .formatted(tls ? " over TLS" : "", connections, depth, SIZE);
  }

  @Override
  public List<Contender> contenders() {
    List<Contender> contenders = new ArrayList<>();
    if (!tls) {
      contenders.add(new Contender(LIMIT, port -> programs.instrument("echo_limit", port)));
    }
    for (Means means : Means.values()) {
      contenders.add(
          new Contender(
              means.netty(),
              port ->
                  programs.java(
                      NettyEcho.class,
                      tls ? List.of(programs.identityOption()) : List.of(),
                      port,
                      means.eventLoops())));
      contenders.add(new Contender(means.leat(), port -> leat(means, port)));
    }
    return contenders;
  }

  private String instrument(String name) {
    return tls ? name + Programs.TLS : name;
  }

  private Command leat(Means means, int port) {
    Command plain =
        programs.leat(
            means.carrierOptions(),
            "serve",
            "echo",
            (tls ? "tls" : "tcp") + "://127.0.0.1:" + port,
            "--framing",
            "lines");
    return tls ? programs.secured(plain) : plain;
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("messages/s", "messages_per_second", Unit.COUNT),
        new Column("p50", "p50_us", Unit.MILLIS_OF_MICROS),
        new Column("p99", "p99_us", Unit.MILLIS_OF_MICROS),
        new Column("p99.9", "p999_us", Unit.MILLIS_OF_MICROS),
        new Column("worst", "worst_us", Unit.MILLIS_OF_MICROS),
        new Column("CPU per million", "cpu_seconds_per_million", Unit.SECONDS),
        new Column("newcomer, median", "newcomer_p50_us", Unit.MILLIS_OF_MICROS),
        new Column("newcomer, worst", "newcomer_worst_us", Unit.MILLIS_OF_MICROS));
  }

  @Override
  public List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Means means : Means.values()) {
      String leat = means.leat();
      String netty = means.netty();
      if (depth == 1) {
        checks.add(Check.ratio("messages/s", "messages_per_second", leat, netty, AT_LEAST, 0.9));
        checks.add(Check.ratio("p99.9", "p999_us", leat, netty, AT_MOST, 2));
      } else {
        checks.add(Check.ratio("messages/s", "messages_per_second", leat, netty, AT_LEAST, 1.3));
      }
      checks.add(
          Check.value(
              "newcomer's worst",
              "newcomer_worst_us",
              Unit.MILLIS_OF_MICROS,
              leat,
              AT_MOST,
              50_000));
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
                    instrument("echo_load"),
                    server.port(),
                    connections,
                    settings.seconds(),
                    SIZE,
                    depth,
                    settings.warmUp()),
                limit)) {
      load.await("measuring");
      Duration before = server.cpu();
      try (Load newcomer =
          Load.start(
              programs.instrument(
                  instrument("newcomer"), server.port(), settings.seconds() * 0.95, SIZE),
              limit)) {
        Figures figures = load.result();
        double messages = figures.get("messages_per_second") * figures.get("seconds");
        double cpu = server.cpu().minus(before).toNanos() / 1e9;
        return figures
            .with("cpu_seconds_per_million", cpu / (messages / 1e6))
            .with("newcomer_", newcomer.result());
      }
    }
  }
}
