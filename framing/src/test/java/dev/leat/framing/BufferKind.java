package dev.leat.framing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The buffers that a caller may bring. */
enum BufferKind {
  HEAP {
    @Override
    ByteBuffer of(byte[] bytes) {
      return ByteBuffer.wrap(bytes.clone());
    }
  },
  HEAP_IN_THE_MIDDLE {
    @Override
    ByteBuffer of(byte[] bytes) {
      ByteBuffer larger = ByteBuffer.allocate(bytes.length + 20);
      larger.put(5 + 3, bytes);
      return larger.slice(5, bytes.length + 8).position(3).limit(3 + bytes.length);
    }
  },
  READ_ONLY {
    @Override
    ByteBuffer of(byte[] bytes) {
      return ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
    }
  },
  LITTLE_ENDIAN {
    @Override
    ByteBuffer of(byte[] bytes) {
      return ByteBuffer.wrap(bytes.clone()).order(ByteOrder.LITTLE_ENDIAN);
    }
  },
  DIRECT {
    @Override
    ByteBuffer of(byte[] bytes) {
      return ByteBuffer.allocateDirect(bytes.length + 7).position(7).put(bytes).position(7);
    }
  };

  /** A buffer whose remaining bytes are these. */
  abstract ByteBuffer of(byte[] bytes);
}
