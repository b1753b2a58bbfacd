package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Reads the wire on a thread of its own, so that the one who receives can wait for a limited time
 * whatever the wire. What one read brought is on offer while the next is made; then the wire waits,
 * and with it the peer.
 */
final class ReadAhead {
  private static final int SMALL = 4 << 10;

  private final Line line;
  private final Source source;

  /** Guards every field below. Never held while the wire is read. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();

  /** What is to be taken: never empty. */
  private @Nullable ByteBuffer offer;

  /** Bytes of the buffers that are filled: large ones while as much comes. */
  private int size = SMALL;

  /** A buffer whose bytes have all been taken. */
  private @Nullable ByteBuffer spare;

  private boolean ended;
  private boolean stopped;
  private @Nullable IOException failure;

  /** Reads what there is, or waits: how many bytes, or -1 at the end. */
  interface Source {
    int read(ByteBuffer target) throws IOException;
  }

  ReadAhead(Line line, Source source) {
    this.line = line;
    this.source = source;
  }

  Thread start() {
    Thread thread = Thread.ofVirtual().name("leat-read-ahead").start(this::run);
    line.whenEnded(this::lineEnded);
    return thread;
  }

  private void run() {
    try {
      ByteBuffer buffer = ByteBuffer.allocate(SMALL);
      while (buffer != null) {
        int count = source.read(buffer.clear());
        buffer = count < 0 ? end() : handOver(buffer.flip());
      }
    } catch (IOException e) {
      fail(e);
    } catch (RuntimeException | Error e) {
      line.fail(new Ending(Ending.Reason.BROKEN, e));
      fail(new IOException("reading ahead failed", e));
    }
  }

  private @Nullable ByteBuffer end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
      return null;
    } finally {
      lock.unlock();
    }
  }

  private void fail(IOException e) {
    lock.lock();
    try {
      failure = failure == null ? e : failure;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until the offer before is taken; the buffer to fill next, or null if no more is wanted.
   */
  private @Nullable ByteBuffer handOver(ByteBuffer filled) {
    lock.lock();
    try {
      while (offer != null && !stopped) {
        changed.awaitUninterruptibly();
      }
      if (stopped) {
        return null;
      }
      offer = filled;
      changed.signalAll();
      if (filled.limit() == filled.capacity()) {
        size = Buffers.SIZE;
      } else if (filled.limit() <= SMALL) {
        size = SMALL;
      }
      ByteBuffer next = spare;
      spare = null;
      return next != null && next.capacity() == size ? next : ByteBuffer.allocate(size);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Moves what has come to the target, waiting for so many nanoseconds if nothing has: how many
   * bytes, -1 at the end, 0 when the time is over.
   */
  int take(ByteBuffer target, long nanos) throws IOException {
    lock.lock();
    try {
      long left = nanos;
      while (offer == null && !ended && failure == null) {
        if (left <= 0) {
          return 0;
        }
        left = changed.awaitNanos(left);
      }
      if (offer != null) {
        return move(offer, target);
      }
      if (failure != null) {
        line.ensureNotEnded(); // Says it with the trace of this call.
        throw failure;
      }
      return -1;
    } catch (InterruptedException e) {
      throw line.interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private int move(ByteBuffer source, ByteBuffer target) {
    int count = Math.min(source.remaining(), target.remaining());
    target.put(source.slice(source.position(), count));
    source.position(source.position() + count);
    if (!source.hasRemaining()) {
      offer = null;
      spare = source;
      changed.signalAll();
    }
    return count;
  }

  /** Nobody may ever take the offer now, and the thread must not wait for that. */
  private void lineEnded() {
    stop(new ConnectionClosed(line.wire.peer(), "the connection is closed", null));
  }

  /**
   * Hands over no more: once the offer is taken, whoever receives is told why. What the thread is
   * reading just now it still reads.
   */
  void stop(IOException why) {
    lock.lock();
    try {
      stopped = true;
      failure = why;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
