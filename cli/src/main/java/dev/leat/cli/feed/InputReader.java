package dev.leat.cli.feed;

import dev.leat.cli.feed.BlockReader.Frames;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.UnencodableMessage;
import dev.leat.stream.LogClosed;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileSystemException;
import org.jspecify.annotations.Nullable;

/**
 * Moves the messages of one input to where they belong. Where their framing is the stream's, frames
 * go as they are; otherwise each message is framed anew.
 */
final class InputReader implements Closeable {
  /** Its only message is complete where the input ends. */
  private static final Framing ENDED_BY_THE_END = Framing.parse("eof");

  private final Input input;
  private final Reading reading;
  private final BlockReader blocks;
  private final boolean growing;
  private long passed;
  private boolean ended;
  private int unended;

  /**
   * @param memory of an earlier reader, which is not used any more; null to allocate some
   */
  InputReader(
      Input input, ReadableByteChannel channel, Reading reading, @Nullable ByteBuffer memory) {
    this(input, channel, reading, memory, false);
  }

  private InputReader(
      Input input,
      ReadableByteChannel channel,
      Reading reading,
      @Nullable ByteBuffer memory,
      boolean growing) {
    this.input = input;
    this.growing = growing;
    this.reading = reading;
    this.blocks = new BlockReader(channel, reading.framing(), reading.options(), memory);
  }

  /**
   * Opens the input; otherwise as the constructor.
   *
   * @param growing whether it is read on another time, so that a last message without its end is
   *     left for then: somebody may be writing it
   */
  static InputReader open(
      Input input, Reading reading, @Nullable ByteBuffer memory, boolean growing)
      throws IOException {
    try {
      return new InputReader(input, input.open(), reading, memory, growing);
    } catch (FileSystemException e) {
      throw e; // says which file
    } catch (IOException e) {
      throw named("cannot read " + input.name(), e);
    }
  }

  /**
   * Moves what comes next; waits for it only where nothing is there.
   *
   * @param messages at most so many
   * @param bytes not one more once so many bytes have been moved
   * @return how many messages; {@link Supply#END} at the end
   */
  long moveTo(Target target, long messages, long bytes) throws IOException {
    try {
      while (!ended) {
        long moved =
            reading.verbatim()
                ? moveFrames(target, messages, bytes)
                : moveMessages(target, messages, bytes);
        if (moved > 0) {
          return moved;
        }
        if (!blocks.read()) {
          ended = true;
          moved = moveRest(target);
        }
        if (moved > 0) {
          return moved;
        }
      }
      return Supply.END;
    } catch (LogClosed | InterruptedIOException | ClosedByInterruptException e) {
      throw e;
    } catch (FramingException e) {
      throw named(input.name() + ", message " + (passed + 1), e);
    } catch (IOException e) {
      throw named(input.name(), e);
    }
  }

  /** Messages that have been left out or cut because they were too long, or not complete. */
  long dropped() {
    return blocks.dropped();
  }

  /** Messages that have gone by, those of the head too. */
  long passed() {
    return passed;
  }

  /** At the end: how many bytes of a message without its end have been left. */
  int unended() {
    return unended;
  }

  /** Moves so many messages, or all if there are fewer. */
  void moveAllTo(Target target, long messages) throws IOException {
    for (long left = messages; left > 0; ) {
      long moved = moveTo(target, left, Long.MAX_VALUE);
      if (moved == Supply.END) {
        return;
      }
      left -= moved;
    }
  }

  private long moveFrames(Target target, long messages, long bytes) throws IOException {
    Frames frames = blocks.frames(messages, bytes);
    if (frames.count() == 0) {
      return moveMessages(target, 1, bytes);
    }
    target.frames(frames.bytes(), frames.count());
    passed += frames.count();
    return frames.count();
  }

  private long moveMessages(Target target, long messages, long bytes) throws IOException {
    long moved = 0;
    ByteBuffer message;
    for (long size = 0; moved < messages && size < bytes; ) {
      message = blocks.message();
      if (message == null) {
        break;
      }
      size += reading.wire().frameBound(message.remaining());
      moved += moveIfItFits(message, target);
    }
    return moved;
  }

  private long moveRest(Target target) throws IOException {
    if (growing && !reading.framing().equals(ENDED_BY_THE_END)) {
      unended = blocks.begun();
      return 0;
    }
    long moved = 0;
    for (ByteBuffer last = blocks.lastMessage(); last != null; last = blocks.lastMessage()) {
      moved += moveIfItFits(last, target);
    }
    return moved;
  }

  /** A message that the stream's framing cannot hold is left out; the log counts it. */
  private int moveIfItFits(ByteBuffer message, Target target) throws IOException {
    int moved = 1;
    try {
      target.message(message);
    } catch (UnencodableMessage e) {
      moved = 0;
    }
    passed++;
    return moved;
  }

  private static IOException named(String what, IOException e) {
    return new IOException(what + ": " + Reasons.of(e), e);
  }

  /** Its memory, for the reader after it. */
  ByteBuffer memory() {
    return blocks.memory();
  }

  @Override
  public void close() throws IOException {
    blocks.close();
  }
}
