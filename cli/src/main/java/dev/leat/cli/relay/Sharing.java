package dev.leat.cli.relay;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.Tasks.Task;
import dev.leat.framing.FrameTooLong;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.Cursor;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.IOException;
import java.time.Duration;
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
 * @param longest that one which has finished is thought to be there while nothing is sent to it
 */
public record Sharing(
    @Nullable MessageLog incoming,
    Slow slow,
    @Nullable Sink outgoing,
    Flow said,
    Duration longest) {

  /** Nobody would be served. */
  public Sharing {
    if (incoming == null && outgoing == null) {
      throw new IllegalArgumentException("nothing is carried either way");
    }
  }

  /**
   * Serves one of them. One that has finished goes on hearing; it leaves when the stream has ended,
   * when it cannot be sent to, or when nothing has been sent to it for long: that it has gone, only
   * sending to it can tell. What waits of one that has left is still passed on.
   */
  public void serve(Party client) throws Exception {
    if (incoming == null) {
      speak(client);
      return;
    }
    try (Cursor cursor = incoming.cursor(Start.latest(), slow)) {
      var tasks = new Tasks();
      Task hearing =
          tasks.start(() -> {
            if (outgoing == null) {
              client.subscribe(cursor);
            } else {
              client.sendAll(cursor);
            }
          });
      Task speaking = outgoing == null ? hearing : tasks.start(() -> speak(client));
      awaitEnd(hearing, client, cursor);
      if (client.hasLeft()) {
        speaking.await();
      }
    }
  }

  private void awaitEnd(Task hearing, Party client, Cursor cursor) throws Exception {
    long before;
    boolean finished;
    do {
      before = cursor.counts().bytes();
      finished = client.hasFinished();
      if (hearing.await(longest)) {
        return;
      }
    } while (!finished || cursor.counts().bytes() != before);
    if (cursor.counts().lag() == 0) {
      cursor.endHere();
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
    } catch (UnencodableMessage | FrameTooLong e) {
      console.error("not sent: " + Reasons.of(e));
    }
  }
}
