package dev.leat.net;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Large buffers lent to whoever has something to move just now, so that connections hold none while
 * they wait. A few are kept; where all are lent more are made, for what is small to measure, so
 * that thousands who cannot get rid of a short message take little. Those that find no place when
 * they come back are left to the collector.
 */
final class Buffers {
  /** Bytes of a buffer that is kept. */
  static final int SIZE = 64 << 10;

  private static final int LEAST = 512;

  /** Up to so many bytes are not worth a large buffer of their own. */
  private static final int SMALL = 4 << 10;

  private final AtomicReferenceArray<ByteBuffer> kept;

  /** Keeps at most so many. With none, each is made to measure. */
  Buffers(int slots) {
    this.kept = new AtomicReferenceArray<>(slots);
  }

  /** An empty buffer with room for at least so many bytes. */
  ByteBuffer take(int atLeast) {
    int slots = kept.length();
    if (atLeast <= SIZE) {
      for (int i = 0; i < slots; i++) {
        if (kept.getPlain(i) != null) {
          ByteBuffer buffer = kept.getAndSet(i, null);
          if (buffer != null) {
            return buffer;
          }
        }
      }
    }
    boolean toMeasure = slots == 0 || atLeast <= SMALL || atLeast > SIZE;
    return ByteBuffer.allocate(toMeasure ? Math.max(atLeast, LEAST) : SIZE);
  }

  /** Takes a buffer back, which its user no longer touches. */
  void give(ByteBuffer buffer) {
    if (buffer.capacity() != SIZE) {
      return;
    }
    buffer.clear();
    for (int i = 0; i < kept.length(); i++) {
      if (kept.getPlain(i) == null && kept.compareAndSet(i, null, buffer)) {
        return;
      }
    }
  }
}
