package dev.leat.net;

import dev.leat.stream.Cursor;
import dev.leat.stream.CursorCounts;
import dev.leat.stream.CursorDisconnected;
import java.io.IOException;
import java.io.InterruptedIOException;
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
  /** As {@link Cursor#writeTo} says. A smaller piece ends where a message does. */
  private static final int LARGEST_WRITE = 256 << 10;

  private final Line line;
  private final Cursor cursor;

  /** What was written last may have been the beginning of a message alone. */
  private volatile boolean cut;

  /** The peer has gone, or the system cannot read what was to be written. */
  private volatile boolean failed;

  Subscription(Line line, Cursor cursor) {
    this.line = line;
    this.cursor = cursor;
  }

  /**
   * Writes until the stream has ended, or the cursor. The caller holds the connection's write lock.
   */
  void drain() throws IOException {
    cursor.whenDisconnected(() -> line.fail(Ending.of(Ending.Reason.CLOSED)));
    Runnable stop = this::stop;
    line.whenEnded(stop);
    CursorCounts before = cursor.counts();
    try {
      writeAll();
    } catch (CursorDisconnected e) {
      // Closed because the connection had ended: then that is the news.
      if (e.reason() == CursorDisconnected.Reason.CLOSED) {
        line.ensureNotEnded();
      }
      if (e.reason() != CursorDisconnected.Reason.CLOSED || insideMessage()) {
        line.fail(Ending.of(Ending.Reason.CLOSED));
      }
      throw e;
    } catch (InterruptedIOException e) {
      throw line.interrupted(e);
    } catch (IOException | RuntimeException | Error e) {
      breakOff(e); // the peer must not take what it has for all there was
      throw e;
    } finally {
      line.notWhenEnded(stop);
      CursorCounts after = cursor.counts();
      long passed = after.offset() - before.offset();
      line.tally.messagesOut(passed - (after.skipped() - before.skipped()));
    }
  }

  @SuppressWarnings("ThreadPriorityCheck") // A hint is what is wanted.
  private void writeAll() throws IOException {
    while (cursor.writeTo(this) >= 0) {
      // A peer as fast as this never makes us wait, and would keep the carrier from all others.
      Thread.yield();
    }
  }

  private void breakOff(Throwable why) {
    try {
      line.breakOff();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** The connection has ended. The thread that drains may be waiting for messages. */
  private void stop() {
    line.insideFrame(failed || insideMessage());
    cursor.close();
  }

  /** Whether what has been written ends inside a message. */
  private boolean insideMessage() {
    return cut && cursor.counts().lagBytes() > 0;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    try {
      int offered = bytes.remaining();
      int written = line.wire.write(bytes);
      cut = written < offered || offered >= LARGEST_WRITE;
      line.tally.bytesOut(written);
      line.active();
      return written;
    } catch (IOException e) {
      failed = true;
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
