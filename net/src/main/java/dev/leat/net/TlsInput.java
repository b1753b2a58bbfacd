package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * What has come of a peer's TLS records and is not yet unwrapped. Used by the one thread that
 * reads.
 *
 * <p>As {@link Intake} does, it holds little until more comes: a read that fills it gets the next
 * larger buffer, up to one lent by {@link Buffers}, which goes back when all has been taken.
 */
final class TlsInput {
  private static final int IDLE = 512;
  private static final int ACTIVE = 4 << 10;

  private final Buffers buffers;

  /** From position to limit. */
  private ByteBuffer bytes = ByteBuffer.allocate(IDLE).limit(0);

  /** The last read left no room. */
  private boolean filled;

  TlsInput(Buffers buffers) {
    this.buffers = buffers;
  }

  /** To be taken from its position on. */
  ByteBuffer bytes() {
    return bytes;
  }

  boolean isEmpty() {
    return !bytes.hasRemaining();
  }

  /** Waits for more; false at the end of the wire. */
  boolean fill(Wire wire) throws IOException {
    makeRoom();
    int from = bytes.position();
    bytes.position(bytes.limit()).limit(bytes.capacity());
    try {
      return wire.read(bytes) >= 0;
    } finally {
      filled = !bytes.hasRemaining();
      bytes.limit(bytes.position()).position(from);
    }
  }

  private void makeRoom() {
    int capacity = bytes.capacity();
    if (filled && capacity < ACTIVE) {
      replace(ByteBuffer.allocate(ACTIVE));
    } else if (filled && capacity < Buffers.SIZE) {
      replace(buffers.take(Buffers.SIZE));
    } else if (isEmpty() && capacity > ACTIVE && !filled) {
      replace(ByteBuffer.allocate(ACTIVE));
    } else if (bytes.position() > 0) {
      bytes.compact().flip();
    }
    filled = false;
  }

  /** The handshake is over, and brought more than most of what follows. */
  void shrink() {
    if (isEmpty() && bytes.capacity() > IDLE) {
      replace(ByteBuffer.allocate(IDLE));
      filled = false;
    }
  }

  /** Throws away what is there. */
  void clear() {
    bytes.position(bytes.limit());
  }

  private void replace(ByteBuffer replacement) {
    ByteBuffer old = bytes;
    bytes = replacement.put(old).flip();
    buffers.give(old);
  }
}
