package dev.leat.cli;

import dev.leat.cli.local.Outbox;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.Reception.Aftermath;
import dev.leat.cli.show.ShowOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Connection;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What clients that say something get. */
final class AnswerOptions {
  @Option(
      names = "--reply",
      paramLabel = "TEXT",
      description = "Answer each message with this one.")
  private @Nullable String reply;

  @Option(
      names = "--close",
      description = "Close a client's connection after its first message, and the reply.")
  private boolean close;

  /**
   * Refuses what cannot be done, before anybody asks for it: a reply that the framing cannot carry,
   * and one to messages that are not looked at.
   *
   * @throws UsageError if it cannot
   */
  void check(Framing framing, ShowOptions show) {
    if ((reply != null || close) && show.ofReads() && framing.selfDelimiting()) {
      throw new UsageError(
          (reply != null ? "--reply" : "--close")
              + " needs to know where a message ends, and --show hex or reads does not look for it:"
              + " --show frames does; or --framing raw, where each read counts as one");
    }
    if (reply == null) {
      return;
    }
    Message message = Message.of(reply);
    try {
      int bound = Math.toIntExact(framing.frameBound(message.size()));
      framing.encode(message.buffer(), ByteBuffer.allocate(bound));
    } catch (UnencodableMessage e) {
      throw new UsageError("--reply: " + Reasons.of(e));
    }
  }

  /** The answer to each datagram; null for none. */
  @Nullable Message toDatagrams() {
    if (close) {
      throw new UsageError("--close is for connections, and udp:// has none");
    }
    return reply == null ? null : Message.of(reply);
  }

  /** What to do after each message of a client. */
  Aftermath to(Connection client, Framing framing, Console console) {
    if (reply == null) {
      return () -> !close;
    }
    List<Message> answer = List.of(Message.of(reply));
    var outbox = new Outbox(client, framing, client.options(), console);
    return () -> {
      outbox.send(answer);
      return !close;
    };
  }
}
