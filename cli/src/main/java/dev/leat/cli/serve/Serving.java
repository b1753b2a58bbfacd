package dev.leat.cli.serve;

import dev.leat.cli.shell.Announcement;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.Stop;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Handler;
import dev.leat.net.Limits;
import dev.leat.net.Server;
import dev.leat.net.ServerEvents;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** A server from its announcement to its end. */
public final class Serving {
  private final Console console;
  private final ServerEvents events;
  private final CompletableFuture<Object> over = new CompletableFuture<>();

  /** One whose clients are reported as usual. */
  public Serving(Console console) {
    this(console, new ClientReports(console));
  }

  /**
   * @param events hears of its clients
   */
  public Serving(Console console, ServerEvents events) {
    this.console = console;
    this.events = events;
  }

  /**
   * Serves until it is enough, or the command is asked to end; lets clients finish what they are
   * at; and ends.
   *
   * @param options for its connections, with what the endpoint says
   * @throws Exception what made it end, if something did
   */
  public void run(Endpoint endpoint, ConnectionOptions options, Limits limits, Handler handler)
      throws Exception {
    try (Server server =
        Server.at(endpoint.options(Map.of())) // they are in the options
            .options(options)
            .limits(limits)
            .events(events)
            .bind()) {
      Announcement.of(server, console);
      console.stop().onRequest(this::enough);
      server.start(handler);
      over.get();
      server.shutdown(Stop.GRACE);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }

  /** The same with the limits and the backlog that the user has asked for. */
  public void run(
      Endpoint endpoint, ConnectionOptions options, LimitOptions limits, Handler handler)
      throws Exception {
    run(endpoint, options.socket(limits.sockets(options.socket())), limits.limits(), handler);
  }

  /** Has it end. */
  public void enough() {
    over.complete(this);
  }

  /** Has it end at once with this. */
  public void fail(Exception failure) {
    over.completeExceptionally(failure);
  }
}
