package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes on their way from one thread to another: a ring of fixed size. It behaves as a socket does,
 * to the names of its failures.
 */
final class MemoryPipe {
  /** Guards every field below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final byte[] ring;
  private int head;
  private int count;
  private boolean finished;
  private boolean readerClosed;
  private boolean writerClosed;
  private boolean reset;

  MemoryPipe(int capacity) {
    this.ring = new byte[capacity];
  }

  int read(ByteBuffer target) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      ensureOpen(readerClosed);
      while (count == 0 && !finished && !writerClosed) {
        changed.await();
        ensureStillOpen(readerClosed);
      }
      if (count == 0) {
        if (reset) {
          throw new IOException("Connection reset");
        }
        return -1;
      }
      int moved = Math.min(count, target.remaining());
      int first = Math.min(moved, ring.length - head);
      target.put(ring, head, first).put(ring, 0, moved - first);
      head = (head + moved) % ring.length;
      count -= moved;
      changed.signalAll();
      return moved;
    } finally {
      lock.unlock();
    }
  }

  int write(ByteBuffer source) throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      ensureOpen(writerClosed || finished);
      while (count == ring.length && !readerClosed) {
        changed.await();
        ensureStillOpen(writerClosed || finished);
      }
      if (readerClosed) {
        throw new IOException("Broken pipe");
      }
      int moved = Math.min(ring.length - count, source.remaining());
      int tail = (head + count) % ring.length;
      int first = Math.min(moved, ring.length - tail);
      source.get(ring, tail, first).get(ring, 0, moved - first);
      count += moved;
      changed.signalAll();
      return moved;
    } finally {
      lock.unlock();
    }
  }

  /** The writer says that nothing more will come. */
  void finish() throws ClosedChannelException {
    lock.lock();
    try {
      ensureOpen(writerClosed);
      finished = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The end that is to come is none to be trusted; without effect once it is closed. */
  void resetByWriter() {
    lock.lock();
    try {
      reset |= !writerClosed;
    } finally {
      lock.unlock();
    }
  }

  void closeByWriter() {
    lock.lock();
    try {
      writerClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void closeByReader() {
    lock.lock();
    try {
      readerClosed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static void ensureOpen(boolean closed) throws ClosedChannelException {
    if (closed) {
      throw new ClosedChannelException();
    }
  }

  private static void ensureStillOpen(boolean closed) throws AsynchronousCloseException {
    if (closed) {
      throw new AsynchronousCloseException();
    }
  }
}
