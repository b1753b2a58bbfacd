package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.Tasks.Task;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.Cursor;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one side, who share what is on the other: what any of them says goes there, each
 * message whole; what comes back goes to all who are here just then.
 *
 * @param incoming what they hear; null for nothing
 * @param slow what happens to one that does not keep up
 * @param outgoing where what they say goes; null for nowhere
 * @param said counts it
 */
public record Sharing(
    @Nullable MessageLog incoming, Slow slow, @Nullable Sink outgoing, Flow said) {

  /** Nobody would be served. */
  public Sharing {
    if (incoming == null && outgoing == null) {
      throw new IllegalArgumentException("nothing is carried either way");
    }
  }

  /**
   * Serves one of them. One that has finished goes on hearing; it leaves when the stream has ended,
   * or when it cannot be sent to.
   */
  public void serve(Party client) throws Exception {
    if (incoming == null) {
      speak(client);
      return;
    }
    try (Cursor cursor = incoming.cursor(Start.latest(), slow)) {
      if (outgoing == null) {
        client.subscribe(cursor);
        return;
      }
      var tasks = new Tasks();
      Task hearing = tasks.start(() -> client.sendAll(cursor));
      tasks.start(() -> speak(client));
      hearing.await();
    }
  }

  private void speak(Party client) throws IOException {
    client.carryTo(Objects.requireNonNull(outgoing), said);
  }

  /** What appends to a stream, and reports what its framing cannot carry. */
  public static Sink into(MessageLog log, Console console) {
    return messages -> {
      for (Message message : messages) {
        append(log, message, console);
      }
    };
  }

  private static void append(MessageLog log, Message message, Console console) throws IOException {
    try {
      log.append(message);
    } catch (UnencodableMessage e) {
      console.error("not sent: " + Reasons.of(e));
    }
  }
}
