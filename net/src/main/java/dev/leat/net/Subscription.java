package dev.leat.net;

import dev.leat.stream.Cursor;
import dev.leat.stream.CursorDisconnected;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Drains a cursor into a connection: the bytes go from the log's memory to the wire, as many as one
 * system call takes, on the subscriber's own virtual thread.
 *
 * <p>How long a write may take is for the stream's slow policy to say, and not for the connection's
 * operation timeout.
 */
final class Subscription implements WritableByteChannel {
  private final Line line;
  private final Cursor cursor;

  Subscription(Line line, Cursor cursor) {
    this.line = line;
    this.cursor = cursor;
  }

  /** Writes until the stream has ended. The caller holds the connection's write lock. */
  @SuppressWarnings("ThreadPriorityCheck") // A hint is what is wanted.
  void drain() throws IOException {
    cursor.whenDisconnected(() -> line.fail(Ending.of(Ending.Reason.CLOSED)));
    try {
      while (cursor.writeTo(this) >= 0) {
        // A peer as fast as this never makes us wait, and would keep the carrier from all others.
        Thread.yield();
      }
    } catch (CursorDisconnected e) {
      // Closed because the connection had ended: then that is the news.
      if (e.reason() == CursorDisconnected.Reason.CLOSED) {
        line.ensureNotEnded();
      }
      throw e;
    }
  }

  /** Reads what the peer says, so that its reset is noticed while there is nothing to write. */
  void ignoreInput(Intake intake) {
    try {
      intake.ignore();
    } catch (IOException e) {
      // The connection has ended and knows why. The thread that drains may be waiting for messages.
      cursor.close();
    }
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    try {
      int written = line.wire.write(bytes);
      line.tally.bytesOut(written);
      line.active();
      return written;
    } catch (IOException e) {
      throw line.failed(e);
    }
  }

  @Override
  public boolean isOpen() {
    return !line.ended();
  }

  /** The wire is the connection's to close. */
  @Override
  public void close() {}
}
