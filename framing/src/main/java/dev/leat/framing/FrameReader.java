package dev.leat.framing;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.IllegalBlockingModeException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads messages from a channel: a file, standard input, a socket. It reads ahead, as much as a
 * read brings.
 *
 * <p>Its buffer starts at 1 KiB, grows to 64 KiB while reads fill it, and beyond that only as far
 * as the bytes of a message have come; then it shrinks again.
 *
 * <p>Used by one thread at a time.
 */
public final class FrameReader implements Closeable {
  private static final int SMALL = 1 << 10;
  private static final int LARGE = 64 << 10;

  private final ReadableByteChannel source;
  private final Decoder decoder;

  /** From its position to its limit: what has been read and not consumed. */
  private ByteBuffer buffer = ByteBuffer.allocate(SMALL).limit(0);

  private boolean ended;

  /** Reads messages of at most 1 MiB; longer ones are an error. */
  public FrameReader(ReadableByteChannel source, Framing framing) {
    this(source, framing, DecoderOptions.standard());
  }

  /**
   * Reads messages with these limits.
   *
   * @param source in blocking mode; closed with the reader
   * @throws IllegalArgumentException if the framing cannot do what the options ask
   */
  public FrameReader(ReadableByteChannel source, Framing framing, DecoderOptions options) {
    this.source = source;
    this.decoder = framing.decoder(options);
  }

  /**
   * The next message, for the caller to keep; null after the last one. Waits until it is complete.
   *
   * @throws FramingException if the bytes break the rule of the framing; each further call throws
   *     it again
   * @throws IOException if the channel cannot be read
   */
  public @Nullable Message read() throws IOException {
    ByteBuffer message = lend();
    return message == null ? null : Message.copyOf(message);
  }

  /**
   * The next message, valid until the next call; null after the last one. Otherwise as {@link
   * #read}, without its copy.
   *
   * @throws FramingException if the bytes break the rule of the framing; each further call throws
   *     it again
   * @throws IOException if the channel cannot be read
   */
  public @Nullable ByteBuffer lend() throws IOException {
    while (!ended) {
      ByteBuffer message = decoder.decode(buffer);
      if (message != null) {
        return message;
      }
      fill();
    }
    return decoder.finish(buffer);
  }

  private void fill() throws IOException {
    boolean filled = buffer.limit() == buffer.capacity();
    int kept = buffer.remaining();
    int capacity = capacityFor(kept, filled);
    if (capacity == buffer.capacity()) {
      buffer.compact();
    } else {
      buffer = ByteBuffer.allocate(capacity).put(buffer);
    }
    try {
      int read = source.read(buffer);
      if (read == 0) {
        throw new IllegalBlockingModeException();
      }
      ended = read < 0;
    } finally {
      buffer.flip();
    }
  }

  /** The size that the buffer should have for the next read. */
  private int capacityFor(int kept, boolean filled) {
    int capacity = buffer.capacity();
    if (kept == capacity) {
      return (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(LARGE, 2L * capacity));
    } else if (filled && capacity < LARGE) {
      return Math.min(LARGE, 4 * capacity);
    } else if (capacity > LARGE && kept <= LARGE / 2) {
      return LARGE;
    }
    return capacity;
  }

  /**
   * Messages lost so far because they were too long or partial, as {@link Decoder#dropped} counts.
   */
  public long dropped() {
    return decoder.dropped();
  }

  /** Closes the channel. */
  @Override
  public void close() throws IOException {
    source.close();
  }
}
