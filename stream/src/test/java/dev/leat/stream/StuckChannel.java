package dev.leat.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.CountDownLatch;

/** Holds each write, like a socket whose peer does not read, until it is let go or closed. */
final class StuckChannel implements WritableByteChannel {
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);
  private volatile boolean closed;

  @Override
  public int write(ByteBuffer source) throws IOException {
    entered.countDown();
    try {
      released.await();
    } catch (InterruptedException e) {
      throw new AssertionError("nobody interrupts", e);
    }
    if (closed) {
      throw new AsynchronousCloseException();
    }
    int taken = source.remaining();
    source.position(source.limit());
    return taken;
  }

  /** Returns once a write is held. */
  void awaitWrite() throws InterruptedException {
    entered.await();
  }

  void letGo() {
    released.countDown();
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    released.countDown();
  }
}
