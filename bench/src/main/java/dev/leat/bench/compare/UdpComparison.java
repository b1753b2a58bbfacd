package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_LEAST;
import static dev.leat.bench.compare.Check.Bound.AT_MOST;

import dev.leat.bench.peer.NettyUdpEcho;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Echo of datagrams in a closed loop, to a server with one socket and one thread. */
final class UdpComparison implements Comparison {
  private static final int CLIENTS = 64;
  private static final int SIZE = 100;
  private static final String LIMIT = "C, one thread";
  private static final String NETTY = "Netty, 1 event loop";
  private static final String LEAT = "Leat";

  private final Programs programs;

  UdpComparison(Programs programs) {
    this.programs = programs;
  }

  @Override
  public String name() {
    return "udp";
  }

  @Override
  public String title() {
    return "Echo over UDP: %d clients, 1 datagram in flight from each, %d bytes"
        .formatted(CLIENTS, SIZE);
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new Contender(LIMIT, port -> programs.instrument("udp_limit", port)),
        new Contender(NETTY, port -> programs.java(NettyUdpEcho.class, List.of(), port)),
        new Contender(
            LEAT, port -> programs.leat(List.of(), "serve", "echo", "udp://127.0.0.1:" + port)));
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("messages/s", "messages_per_second", Unit.COUNT),
        new Column("p50", "p50_us", Unit.MILLIS_OF_MICROS),
        new Column("p99", "p99_us", Unit.MILLIS_OF_MICROS),
        new Column("p99.9", "p999_us", Unit.MILLIS_OF_MICROS),
        new Column("worst", "worst_us", Unit.MILLIS_OF_MICROS),
        new Column("lost", "lost", Unit.COUNT),
        new Column("CPU per million", "cpu_seconds_per_million", Unit.SECONDS));
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.ratio("messages/s", "messages_per_second", LEAT, NETTY, AT_LEAST, 1),
        Check.ratio("p99.9", "p999_us", LEAT, NETTY, AT_MOST, 2));
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    Duration limit = Duration.ofSeconds((long) (settings.warmUp() + settings.seconds()) + 60);
    try (Server server = Server.start(contender);
        Load load =
            Load.start(
                programs.instrument(
                    "udp_load",
                    server.port(),
                    CLIENTS,
                    settings.seconds(),
                    SIZE,
                    settings.warmUp()),
                limit)) {
      load.await("measuring");
      Duration before = server.cpu();
      Figures figures = load.result();
      double messages = figures.get("messages_per_second") * figures.get("seconds");
      double cpu = server.cpu().minus(before).toNanos() / 1e9;
      return figures.with("cpu_seconds_per_million", cpu / (messages / 1e6));
    }
  }
}
