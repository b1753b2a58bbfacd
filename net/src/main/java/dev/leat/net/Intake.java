package dev.leat.net;

import dev.leat.framing.Decoder;
import dev.leat.framing.FramingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: bytes from the wire into a buffer, messages out of it. Used
 * by the one thread that receives, which reads the wire itself: there is no thread between.
 *
 * <p>The buffer is small until more comes. A read that fills it gets the next larger one, up to 64
 * KiB lent by {@link Buffers}; beyond that it grows with the bytes that have come of one message,
 * never with a length that a header claims. When all is taken and the last read left room, the next
 * read, which may wait for ever, has a small one again.
 */
final class Intake {
  private static final int IDLE = 512;
  private static final int ACTIVE = 4 << 10;
  private static final int YIELDS_IN_A_ROW = 16;

  private final Line line;
  private final Decoder decoder;

  /**
   * Held by whoever reads the wire: the receiving thread, or the one that closes and discards what
   * still comes.
   */
  private final ReentrantLock reading = new ReentrantLock();

  /** What has come and is not yet taken, from position to limit. */
  private ByteBuffer input = ByteBuffer.allocate(IDLE).limit(0);

  /** The last read left no room. */
  private boolean filled;

  private int answers;
  private boolean finished;
  private volatile boolean closing;
  private volatile boolean peerFinished;

  Intake(Line line) {
    this.line = line;
    this.decoder = line.options.framing().decoder(line.options.decoder());
  }

  /**
   * Waits for the next message, which is lent until the next call; null once the peer has finished.
   */
  @Nullable ByteBuffer next() throws IOException {
    for (; ; ) {
      ByteBuffer message = arrived();
      if (message != null || finished) {
        line.waitEnds();
        return message;
      }
      fill();
    }
  }

  /** The next message that is already here, lent until the next call; null if there is none. */
  @Nullable ByteBuffer arrived() throws FramingException {
    if (finished) {
      return null;
    }
    ByteBuffer message = decoder.decode(input);
    if (message == null && peerFinished) {
      message = decoder.finish(input);
      finished = message == null;
    }
    if (message != null) {
      line.tally.messageIn();
    } else {
      line.tally.dropped(decoder.dropped());
    }
    return message;
  }

  private void fill() throws IOException {
    makeRoom();
    line.waitBegins(input.hasRemaining());
    letOthersRun();
    int from = input.position();
    int end = input.limit();
    input
        .position(end)
        .limit((int) Math.min(input.capacity(), (long) end + line.options.readSize()));
    try {
      read(input);
    } finally {
      filled = input.position() == input.capacity();
      input.limit(input.position()).position(from);
    }
  }

  /**
   * The client that was just answered will ask again, but not yet. Parking at once costs two system
   * calls and a wake-up; letting the other connections run first usually finds the next question
   * here on return. Every sixteenth time the read goes ahead and parks all the same: while virtual
   * threads yield to each other the carrier never looks for new events, and a newcomer waits.
   */
  @SuppressWarnings("ThreadPriorityCheck") // A hint is what is wanted.
  private void letOthersRun() {
    if (line.answered) {
      line.answered = false;
      if (++answers % YIELDS_IN_A_ROW != 0 && Thread.currentThread().isVirtual()) {
        Thread.yield();
      }
    }
  }

  /**
   * Reads the wire; while the connection is being closed, on behalf of the thread that closes it,
   * which waits for this one.
   */
  private void read(ByteBuffer target) throws IOException {
    reading.lock();
    try {
      line.ensureNotEnded();
      if (closing) {
        throw new ConnectionClosed(line.wire.peer(), "the connection is closed", null);
      }
      int count = line.wire.read(target);
      if (closing) {
        discard();
        throw new ConnectionClosed(line.wire.peer(), "the connection is closed", null);
      }
      if (count < 0) {
        peerFinished = true;
      } else {
        line.tally.bytesIn(count);
        line.active();
      }
    } catch (ConnectionException e) {
      throw e;
    } catch (IOException e) {
      throw line.failed(e);
    } finally {
      reading.unlock();
    }
  }

  /** Reads what comes and throws it away until the peer finishes. */
  void ignore() throws IOException {
    ByteBuffer sink = ByteBuffer.allocate(IDLE);
    while (!peerFinished) {
      read(sink.clear());
    }
  }

  /**
   * Reads what still comes until the peer finishes or the line's deadline ends it: unread input
   * would make the system discard what was sent.
   */
  void drain() throws IOException {
    closing = true;
    reading.lock();
    try {
      if (!peerFinished && !line.ended()) {
        discard();
      }
    } finally {
      reading.unlock();
    }
  }

  private void discard() throws IOException {
    ByteBuffer sink = ByteBuffer.allocate(ACTIVE);
    while (!peerFinished) {
      int count = line.wire.read(sink.clear());
      if (count < 0) {
        peerFinished = true;
      } else {
        line.tally.bytesIn(count);
      }
    }
  }

  private void makeRoom() {
    int kept = input.remaining();
    int capacity = input.capacity();
    if (filled && (capacity != Buffers.SIZE || kept > Buffers.SIZE / 2)) {
      replace(larger(capacity, kept));
    } else if (kept == 0 && capacity > ACTIVE && !filled) {
      replace(ByteBuffer.allocate(ACTIVE));
    } else if (input.position() > 0) {
      input.compact().flip();
    }
    filled = false;
  }

  private ByteBuffer larger(int capacity, int kept) {
    if (capacity < ACTIVE) {
      return ByteBuffer.allocate(ACTIVE);
    }
    if (kept <= Buffers.SIZE / 2) {
      return line.resources.buffers().take(Buffers.SIZE);
    }
    long most = (long) line.options.decoder().max() + Buffers.SIZE;
    long doubled = Math.min(2L * capacity, Math.max(most, (long) capacity + Buffers.SIZE));
    return ByteBuffer.allocate((int) Math.min(doubled, Integer.MAX_VALUE - 8));
  }

  private void replace(ByteBuffer replacement) {
    ByteBuffer old = input;
    input = replacement.put(old).flip();
    line.resources.buffers().give(old);
  }
}
