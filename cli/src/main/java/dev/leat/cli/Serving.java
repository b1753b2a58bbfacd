package dev.leat.cli;

import dev.leat.cli.shell.Announcement;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.Stop;
import dev.leat.net.Connection;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Counters;
import dev.leat.net.Endpoint;
import dev.leat.net.Handler;
import dev.leat.net.Server;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A server from its announcement to its end. */
final class Serving {
  /** Clients that neither say nor hear anything for so long are not in the midst of something. */
  private static final Duration QUIET = Duration.ofMillis(200);

  private final Console console;
  private final CompletableFuture<Object> over = new CompletableFuture<>();

  Serving(Console console) {
    this.console = console;
  }

  /**
   * Serves until it is enough, or the command is asked to end; lets clients finish what they are
   * at; and ends.
   *
   * @param options for its connections, with what the endpoint says
   * @throws Exception what made it end, if something did
   */
  void run(Endpoint endpoint, ConnectionOptions options, LimitOptions limits, Handler handler)
      throws Exception {
    try (Server server =
        Server.at(endpoint.options(Map.of())) // they are in the options
            .options(options.socket(limits.sockets()))
            .limits(limits.limits())
            .events(new ClientReports(console))
            .bind()) {
      Announcement.of(server, console);
      console.stop().onRequest(this::enough);
      server.start(handler);
      over.get();
      drain(server);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** Has it end. */
  void enough() {
    over.complete(this);
  }

  /** Has it end at once with this. */
  void fail(Exception failure) {
    over.completeExceptionally(failure);
  }

  private static void drain(Server server) throws InterruptedException {
    Thread shutdown = Thread.ofVirtual().start(() -> server.shutdown(Stop.GRACE));
    long before;
    long now = -1;
    do {
      before = now;
      if (shutdown.join(QUIET)) {
        return;
      }
      now = traffic(server);
    } while (now != before);
  }

  private static long traffic(Server server) {
    long bytes = 0;
    for (Connection connection : server.connections()) {
      Counters counters = connection.counters();
      bytes += counters.bytesIn() + counters.bytesOut();
    }
    return bytes;
  }
}
