package dev.leat.bench.compare;

import static dev.leat.bench.compare.Check.Bound.AT_MOST;

import dev.leat.bench.peer.NettyEcho;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Memory held for a connection that does nothing: the growth of an echo server by thousands of
 * connections that each echoed one line, both times after its garbage is collected.
 */
final class IdleComparison implements Comparison {
  private static final int CONNECTIONS = 10_000;
  private static final int TLS_CONNECTIONS = 5_000; // each of which takes much more
  private static final int WARM_CONNECTIONS = 64;
  private static final int SIZE = 100;

  /**
   * The young generation has one and the same size all the time, and after a collection the old one
   * is given back but for a tenth: so that the growth is of what is in use.
   */
  private static final List<String> TIGHT_HEAP =
      List.of(
          "-Xmx512m",
          "-Xmn16m",
          "-XX:-ShrinkHeapInSteps",
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10");

  private static final Duration SETTLING = Duration.ofSeconds(2);
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final Programs programs;
  private final boolean tls;

  private IdleComparison(Programs programs, boolean tls) {
    this.programs = programs;
    this.tls = tls;
  }

  static Comparison plain(Programs programs) {
    return new IdleComparison(programs, false);
  }

  static Comparison overTls(Programs programs) {
    return new IdleComparison(programs, true);
  }

  @Override
  public String name() {
    return tls ? "idle-tls" : "idle";
  }

  private int connections() {
    return tls ? TLS_CONNECTIONS : CONNECTIONS;
  }

  /** All of them, but for less than a second a part, which shows that it works. */
  private int connections(Settings settings) {
    return (int) (connections() * Math.min(settings.seconds(), 1));
  }

  @Override
  public String title() {
    return "Resident memory of each of %,d idle connections%s"
        .formatted(connections(), tls ? " over TLS" : "");
  }

  @Override
  public List<Contender> contenders() {
    return List.of(
        new Contender(Means.DEFAULTS.netty(), this::netty),
        new Contender(Means.DEFAULTS.leat(), this::leat));
  }

  private Command netty(int port) {
    List<String> options = new ArrayList<>(TIGHT_HEAP);
    if (tls) {
      options.add(programs.identityOption());
    }
    return programs.java(NettyEcho.class, options, port, 0);
  }

  private Command leat(int port) {
    String endpoint = (tls ? "tls" : "tcp") + "://127.0.0.1:" + port;
    Command plain = programs.leat(TIGHT_HEAP, "serve", "echo", endpoint, "--framing", "lines");
    return tls ? programs.secured(plain) : plain;
  }

  @Override
  public List<Column> columns() {
    return List.of(
        new Column("a connection", "bytes_per_connection", Unit.BYTES),
        new Column("server before", "bytes_before", Unit.BYTES),
        new Column("server with all", "bytes_with_all", Unit.BYTES));
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.value(
            "a connection",
            "bytes_per_connection",
            Unit.BYTES,
            Means.DEFAULTS.leat(),
            AT_MOST,
            (tls ? 16 : 6) * 1024));
  }

  @Override
  public Figures measure(Contender contender, Settings settings)
      throws IOException, InterruptedException {
    int connections = connections(settings);
    try (Server server = Server.start(contender)) {
      warmUp(server, settings.warmUp());
      long before = residentAfterCollection(server);
      try (Load idle =
          Load.start(instrument("idle_hold", server.port(), connections, SIZE), LIMIT)) {
        idle.await("connected");
        long withAll = residentAfterCollection(server);
        idle.finishInput();
        idle.result();
        return Figures.NONE
            .with("bytes_before", (double) before)
            .with("bytes_with_all", (double) withAll)
            .with("bytes_per_connection", (double) (withAll - before) / connections);
      }
    }
  }

  /**
   * Has the server compile its code and fill its pools, which is no growth by connections: a few
   * that are busy, and many that come and go one after the other.
   */
  private void warmUp(Server server, double seconds) throws IOException, InterruptedException {
    try (Load busy =
        Load.start(
            instrument("echo_load", server.port(), WARM_CONNECTIONS, seconds, SIZE, 1, 1), LIMIT)) {
      busy.result();
    }
    try (Load passing =
        Load.start(instrument("newcomer", server.port(), seconds, SIZE, 1), LIMIT)) {
      passing.result();
    }
  }

  private Command instrument(String name, Object... arguments) {
    return programs.instrument(tls ? name + Programs.TLS : name, arguments);
  }

  private static long residentAfterCollection(Server server)
      throws IOException, InterruptedException {
    Thread.sleep(SETTLING);
    server.collectGarbage();
    return server.residentBytes();
  }
}
