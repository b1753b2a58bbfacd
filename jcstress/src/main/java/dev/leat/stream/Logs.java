package dev.leat.stream;

import dev.leat.framing.Framing;
import java.io.IOException;

/** Small logs, and what is done with them, without checked exceptions. */
final class Logs {
  /** What {@link #next} answers at the end. */
  static final int ENDED = -1;

  /** A message of which four fill a log. */
  static final String LARGE = "x".repeat(1000);

  private Logs() {}

  static MessageLog with(Slow slow) {
    return MessageLog.inMemory(
        Framing.lines(), LogOptions.standard().retention(4096).slow(slow).slowTimeout(null));
  }

  static Cursor open(MessageLog log) {
    return open(log, Start.earliest());
  }

  static Cursor open(MessageLog log, Start start) {
    try {
      return log.cursor(start);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The message's offset. */
  static int append(MessageLog log, String text) {
    try {
      return (int) log.append(text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The offset of the next message, or {@link #ENDED}. */
  static int next(Cursor cursor) {
    try {
      Entry entry = cursor.next();
      return entry == null ? ENDED : (int) entry.offset();
    } catch (CursorDisconnected e) {
      return ENDED;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
