package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * The writing half of TLS: records out of the writer's memory, several to a call of the wire, and
 * what the engine has to say for itself.
 */
final class TlsOutput {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  /** The most bytes of the user's in one record (RFC 8446, section 5.1). */
  private static final int RECORD = 16 << 10;

  /** As many as a network buffer of {@link Buffers#SIZE} holds. */
  private static final int MOST_RECORDS = 3;

  /** Questions of the peer's TLS that may wait for their answers. */
  private static final int MOST_UNANSWERED = 64;

  private final SSLEngine engine;
  private final Wire wire;
  private final Buffers buffers;

  /**
   * Held while records are made and the wire is written, so that they go out in the order of their
   * numbers: by the connection's writer, or by the thread that answers the peer's TLS. Guards
   * {@link #slow}.
   */
  private final ReentrantLock writing = new ReentrantLock();

  private final AtomicInteger unanswered = new AtomicInteger();

  /** The farewell is being said. */
  private volatile boolean finishing;

  /** The wire did not take all at once when it was last written. */
  private boolean slow;

  TlsOutput(SSLEngine engine, Wire wire, Buffers buffers) {
    this.engine = engine;
    this.wire = wire;
    this.buffers = buffers;
  }

  /** As {@link Wire#write}. */
  int write(ByteBuffer source) throws IOException {
    lock();
    try {
      int start = source.position();
      while (source.position() == start && source.hasRemaining()) {
        send(wrap(source));
      }
      return source.position() - start;
    } finally {
      writing.unlock();
    }
  }

  /**
   * Makes records of as much as one network buffer holds, or of as much as one record does for a
   * peer that is slow: what it does not take has to be kept.
   */
  private ByteBuffer wrap(ByteBuffer source) throws IOException {
    int size = engine.getSession().getPacketBufferSize();
    int wanted = slow ? 1 : Math.min(MOST_RECORDS, source.remaining() / RECORD + 1);
    ByteBuffer records = buffers.take(wanted * size);
    boolean wrapped = false;
    try {
      do {
        SSLEngineResult result = engine.wrap(source, records);
        if (result.bytesConsumed() == 0) {
          ensureUsable(result);
        } else {
          wanted--;
        }
      } while (wanted > 0 && source.hasRemaining() && records.remaining() >= size);
      wrapped = true;
      return records.flip();
    } finally {
      if (!wrapped) {
        buffers.give(records);
      }
    }
  }

  private void ensureUsable(SSLEngineResult result) throws IOException {
    if (result.getStatus() == Status.CLOSED) {
      throw new IOException(
          TlsWire.halfCloses(engine.getSession().getProtocol())
              ? "the peer has ended TLS, as one does that refuses this side's certificate, or"
                  + " the lack of one"
              : "the peer has finished, which in TLS 1.2 ends both directions");
    }
    if (result.bytesProduced() == 0 && result.getHandshakeStatus() != HandshakeStatus.FINISHED) {
      throw new SSLException(TlsWire.RENEGOTIATION);
    }
  }

  /** Writes all of it and gives it back. */
  private void send(ByteBuffer records) throws IOException {
    ByteBuffer rest;
    try {
      if (!slow) {
        wire.write(records);
      }
      // What has to wait does so in memory of its own size, and others have the large buffer.
      rest =
          records.hasRemaining()
              ? ByteBuffer.allocate(records.remaining()).put(records).flip()
              : NOTHING;
    } finally {
      buffers.give(records);
    }
    slow = rest.hasRemaining() && (!slow || takesInPart(rest));
    while (rest.hasRemaining()) {
      wire.write(rest);
    }
  }

  private boolean takesInPart(ByteBuffer bytes) throws IOException {
    wire.write(bytes);
    return bytes.hasRemaining();
  }

  /** Writes what the engine has to say for itself, if anything. */
  void flush() throws IOException {
    lock();
    try {
      flushLocked();
    } finally {
      writing.unlock();
    }
  }

  /** As {@link #flush}, where nobody else writes just now. */
  void flushIfFree() throws IOException {
    if (writing.tryLock()) {
      try {
        flushLocked();
      } finally {
        writing.unlock();
      }
    }
  }

  private void flushLocked() throws IOException {
    while (engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
      ByteBuffer records = buffers.take(2 * engine.getSession().getPacketBufferSize());
      boolean more = true;
      try {
        int size = engine.getSession().getPacketBufferSize();
        while (more
            && records.remaining() >= size
            && engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
          SSLEngineResult result = engine.wrap(NOTHING, records);
          more = result.getStatus() != Status.CLOSED || result.bytesProduced() > 0;
        }
      } catch (IOException | RuntimeException e) {
        buffers.give(records);
        throw e;
      }
      send(records.flip());
      if (!more) {
        return;
      }
    }
  }

  /**
   * Has written, by a thread of its own, what the peer's TLS has asked for: the reader has to go on
   * reading, or both sides might wait for each other to do so.
   */
  void answerSoon() throws SSLException {
    int waiting = unanswered.getAndIncrement();
    if (waiting == 0) {
      Thread.ofVirtual().name("leat-tls-answer").start(this::answer);
    } else if (waiting >= MOST_UNANSWERED) {
      throw new SSLException("the peer asks for new keys again and again, and reads no answer");
    }
  }

  private void answer() {
    writing.lock();
    try {
      unanswered.set(0);
      flushLocked();
    } catch (IOException e) {
      // The wire has failed, which whoever reads or writes next hears from the wire itself.
      System.getLogger(TlsOutput.class.getName())
          .log(Level.DEBUG, () -> "answering " + wire.peer() + " failed", e);
    } finally {
      writing.unlock();
    }
  }

  /** Tells the peer that nothing more will come: close_notify (RFC 8446, section 6.1). */
  void finish() throws IOException {
    lock();
    try {
      finishing = true;
      engine.closeOutbound();
      flushLocked();
      wire.finishOutput();
    } finally {
      writing.unlock();
    }
  }

  /** Whether the farewell has been begun, so that the engine may have to say it still. */
  boolean isFinishing() {
    return finishing;
  }

  private void lock() throws IOException {
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      wire.close();
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }
}
