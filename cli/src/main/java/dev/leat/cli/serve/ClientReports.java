package dev.leat.cli.serve;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.OutputFailed;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Sizes;
import dev.leat.cli.shell.TlsReports;
import dev.leat.cli.shell.TlsStrangers;
import dev.leat.cli.shell.Traffic;
import dev.leat.framing.CodecException;
import dev.leat.framing.FramingException;
import dev.leat.net.Connection;
import dev.leat.net.Counters;
import dev.leat.net.Endpoint;
import dev.leat.net.IdleTimeout;
import dev.leat.net.MessageTimeout;
import dev.leat.net.OperationTimeout;
import dev.leat.net.Replaced;
import dev.leat.net.ServerEvents;
import dev.leat.net.TlsSession;
import dev.leat.services.ServiceException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * Says what happens to the clients of a server: what went wrong, and with {@code -v} everything.
 */
public class ClientReports implements ServerEvents {
  private final Console console;
  private final FewLines refusals;
  private final TlsStrangers strangers;
  private final LongAdder clients = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /** One that speaks through this console. */
  public ClientReports(Console console) {
    this.console = console;
    this.refusals = new FewLines(console, "further refusals");
    this.strangers = new TlsStrangers(console);
  }

  /** For one that passes on what comes, which may well be TLS. */
  public static ClientReports ofBytesPassedOn(Console console) {
    return new ClientReports(console) {
      @Override
      public void speaksTls(Connection connection) {}
    };
  }

  @Override
  public void connected(Connection connection) {
    TlsSession session = connection.tls();
    console.detail(
        connection.peer()
            + " connected"
            + (session == null ? "" : " by " + TlsReports.text(session))
            + user(connection));
  }

  /** Peers on a Unix-domain socket have no address that tells them apart. */
  private static String user(Connection connection) {
    try {
      UnixDomainPrincipal user = connection.peerUser();
      return user == null ? "" : " (user " + user.user().getName() + ")";
    } catch (IOException e) {
      return " (" + Reasons.of(e) + ")";
    }
  }

  @Override
  public void speaksTls(Connection connection) {
    strangers.say(connection);
  }

  @Override
  public void disconnected(Connection connection, @Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case OutputFailed ours -> {}
      case FramingException e -> closed(connection, e);
      case CodecException e -> closed(connection, e);
      case ServiceException e -> closed(connection, e);
      case MessageTimeout e -> console.say(Reasons.of(e));
      case OperationTimeout e -> console.say(Reasons.of(e));
      case Replaced e -> refusals.say(Reasons.of(e));
      case IdleTimeout e -> console.detail(Reasons.of(e));
      default -> {
        console.detail(Reasons.of(failure));
        console.trace(failure);
      }
    }
    Counters counters = connection.counters();
    clients.increment();
    messages.add(counters.messagesIn());
    bytes.add(counters.bytesIn());
    console.detail(connection.peer() + " left: " + Traffic.of(counters));
  }

  /** What all clients that have left have said. */
  public String received() {
    return "received "
        + Amounts.count(messages.sum(), "message")
        + ", "
        + Sizes.text(bytes.sum())
        + " from "
        + Amounts.count(clients.sum(), "client");
  }

  private void closed(Connection connection, Exception why) {
    console.say(connection.peer() + " closed: " + Reasons.of(why));
  }

  @Override
  public void refused(Endpoint peer, String reason) {
    refusals.say(peer + " refused: " + reason);
  }

  @Override
  public void acceptFailed(IOException failure, Duration retryIn) {
    console.error("no connection can be accepted: " + Reasons.of(failure));
  }
}
