package dev.leat.cli.feed;

import dev.leat.framing.Decoder;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads bytes a block at a time and cuts them into messages, one by one or as runs of whole frames.
 * What it hands out is valid until the next call.
 */
final class BlockReader implements Closeable {
  private static final int BLOCK = 512 << 10;

  private final ReadableByteChannel channel;
  private final Decoder decoder;
  private long taken;
  private long bytesRead;

  /** What has been read and not handed out yet, and room behind it up to its capacity. */
  private ByteBuffer block;

  /**
   * @param memory of an earlier reader, which is closed; null to allocate some
   */
  BlockReader(
      ReadableByteChannel channel,
      Framing framing,
      DecoderOptions options,
      @Nullable ByteBuffer memory) {
    this.channel = channel;
    this.decoder = framing.decoder(options);
    this.block = (memory == null ? ByteBuffer.allocateDirect(BLOCK) : memory.clear()).flip();
  }

  /** Waits for more bytes; false at the end. To be called once what is there has been taken. */
  boolean read() throws IOException {
    if (block.remaining() == block.capacity()) {
      block = ByteBuffer.allocateDirect(2 * block.capacity()).put(block);
    } else {
      block.compact();
    }
    try {
      int count = channel.read(block);
      bytesRead += Math.max(0, count);
      return count >= 0;
    } finally {
      block.flip();
    }
  }

  /** The next message that is there as a whole, or null. */
  @Nullable ByteBuffer message() throws IOException {
    return count(decoder.decode(block));
  }

  /** After the end: what is left as a message; null if there is nothing more. */
  @Nullable ByteBuffer lastMessage() throws IOException {
    return count(decoder.finish(block));
  }

  /**
   * How many bytes there are of a message that is not complete. To be called once all that is has
   * been taken.
   */
  int begun() {
    return decoder.begun(block) ? block.remaining() : 0;
  }

  private @Nullable ByteBuffer count(@Nullable ByteBuffer message) {
    taken += message == null ? 0 : 1;
    return message;
  }

  /**
   * The next frames that are there as a whole, as they lie in the file. Where there is none, {@link
   * #message} may still have something: a message that is cut, or one behind others that are
   * dropped.
   *
   * @param messages at most so many
   * @param bytes not one more once they have so many bytes or more
   */
  Frames frames(long messages, long bytes) throws IOException {
    int start = block.position();
    ByteBuffer ahead = block.duplicate();
    long count = 0;
    int end = start;
    IOException failure = null;
    try {
      while (count < messages && end - start < bytes && decoder.skip(ahead)) {
        count++;
        end = ahead.position();
      }
    } catch (IOException e) {
      failure = e;
    }
    if (failure != null && count == 0) {
      throw failure; // else after these, when it is thrown again
    }
    taken += count;
    block.position(end);
    return new Frames(count, block.slice(start, end - start));
  }

  /**
   * Frames in a row.
   *
   * @param count how many
   * @param bytes those of all of them
   */
  record Frames(long count, ByteBuffer bytes) {}

  /** How many messages have been handed out. */
  long taken() {
    return taken;
  }

  /** How many bytes have been taken: those of what has been handed out, and of what was dropped. */
  long position() {
    return bytesRead - block.remaining();
  }

  /** Messages that have been dropped or cut because they were too long, or not complete. */
  long dropped() {
    return decoder.dropped();
  }

  /** Its memory, for the reader after it. */
  ByteBuffer memory() {
    return block;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
