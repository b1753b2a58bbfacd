package dev.leat.net;

import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** The sending half of a connection. Any thread may send; what one call sends stays together. */
final class Outlet {
  private final Line line;

  /** Held while the wire is written. Guards {@link #finished}. */
  private final ReentrantLock writing = new ReentrantLock();

  private boolean finished;

  Outlet(Line line) {
    this.line = line;
  }

  void send(ByteBuffer message) throws IOException {
    ByteBuffer frame = line.resources.buffers().take(frameBound(message.remaining()));
    try {
      line.options.framing().encode(message, frame);
      write(frame.flip(), 1);
    } finally {
      line.resources.buffers().give(frame);
    }
  }

  void sendAll(Collection<ByteBuffer> messages) throws IOException {
    long bound = 0;
    for (ByteBuffer message : messages) {
      bound += frameBound(message.remaining());
    }
    if (bound > Integer.MAX_VALUE - 8) {
      throw new UnencodableMessage("a batch cannot be longer than 2 GiB: " + bound + " bytes");
    }
    ByteBuffer frames = line.resources.buffers().take((int) bound);
    try {
      for (ByteBuffer message : messages) {
        line.options.framing().encode(message, frames);
      }
      write(frames.flip(), messages.size());
    } finally {
      line.resources.buffers().give(frames);
    }
  }

  /** The most bytes of the frame of so long a message. */
  int frameBound(int length) throws UnencodableMessage {
    long bound = line.options.framing().frameBound(length);
    if (bound > Integer.MAX_VALUE - 8) {
      throw new UnencodableMessage("a frame cannot be longer than 2 GiB: " + bound + " bytes");
    }
    return (int) bound;
  }

  /** Writes complete frames. */
  void write(ByteBuffer frames, int messages) throws IOException {
    lock();
    int start = frames.position();
    long count = frames.remaining();
    try {
      if (count == 0) {
        return;
      }
      line.sendBegins();
      while (frames.hasRemaining()) {
        line.wire.write(frames);
        line.insideFrame(frames.hasRemaining());
      }
      line.tally.bytesOut(count);
      line.tally.messagesOut(messages);
      line.answered = true;
      line.active();
    } catch (IOException e) {
      // Whatever part of a frame has gone, nothing that follows would be understood.
      ConnectionException failure = line.failed(e);
      if (frames.position() == start) {
        failure.markUnsent();
      }
      throw failure;
    } finally {
      line.sendEnds();
      writing.unlock();
    }
  }

  /** What needs the output for itself. */
  interface Exclusive {
    void run() throws IOException;
  }

  /** Nothing else is sent meanwhile. */
  void exclusively(Exclusive action) throws IOException {
    lock();
    try {
      action.run();
    } finally {
      writing.unlock();
    }
  }

  /** Waits for its turn to write. */
  private void lock() throws IOException {
    try {
      lockAlone();
    } catch (ConnectionException e) {
      e.markUnsent();
      throw e;
    }
    try {
      ensureUsable();
    } catch (ConnectionException e) {
      writing.unlock();
      e.markUnsent();
      throw e;
    }
  }

  private void ensureUsable() throws ConnectionException {
    line.ensureNotEnded();
    if (finished) {
      throw new ConnectionClosed(line.wire.peer(), "the output is finished", null);
    }
  }

  private void lockAlone() throws ConnectionException {
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      throw line.interrupted(e);
    }
  }

  /** Nothing more will be sent. */
  void finish() throws IOException {
    lockAlone();
    try {
      line.ensureNotEnded();
      if (!finished && !line.wire.halfCloses()) {
        throw new HalfCloseUnsupported(line.wire.peer());
      }
      finishLocked();
    } finally {
      writing.unlock();
    }
  }

  /**
   * As {@link #finish}, before the connection is closed, but gives up where another thread has been
   * stuck in a send for a second: false.
   */
  boolean finishSoon() throws IOException, InterruptedException {
    if (!writing.tryLock(Line.DRAIN_NANOS, TimeUnit.NANOSECONDS)) {
      return false;
    }
    try {
      finishLocked();
      return true;
    } finally {
      writing.unlock();
    }
  }

  private void finishLocked() throws IOException {
    if (finished) {
      return;
    }
    finished = true;
    try {
      line.wire.finishOutput();
    } catch (IOException e) {
      throw line.failed(e);
    }
  }
}
