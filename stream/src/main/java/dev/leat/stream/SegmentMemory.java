package dev.leat.stream;

import java.lang.foreign.Arena;
import java.nio.ByteBuffer;

/** Memory outside the heap that a segment writes into; what it holds at first means nothing. */
final class SegmentMemory {
  private final Arena arena = Arena.ofShared();
  private final ByteBuffer bytes;

  SegmentMemory(int capacity) {
    this.bytes = arena.allocate(capacity).asByteBuffer();
  }

  int capacity() {
    return bytes.capacity();
  }

  /** A new view of the whole. */
  ByteBuffer view() {
    return bytes.duplicate();
  }

  /** Whether it has been given back. */
  boolean isClosed() {
    return !arena.scope().isAlive();
  }

  /** Gives it back to the system: whoever reads it from now on fails. */
  void close() {
    arena.close();
  }
}
