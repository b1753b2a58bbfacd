package dev.leat.stream;

import dev.leat.framing.FramingException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames to a stream as their bytes come: those that are complete at once, as {@link
 * MessageLog#appendFrames(ByteBuffer, Origin)} does, while it keeps what has come of the next one
 * itself. A frame that comes in many pieces costs no more than one that comes whole.
 *
 * <p>It keeps at most the bytes of one frame, and of one {@link #append} that has failed. Used by
 * one thread at a time.
 */
public final class FrameAppender {
  /** Memory up to this size is kept. */
  private static final int LARGE = 64 << 10;

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Appender appender;
  private final FrameProgress progress;

  /** What has been left: from its beginning to its position. */
  private ByteBuffer kept = NOTHING;

  /** Whether something is kept that could not be stored. */
  private boolean unstored;

  private @Nullable FramingException failure;

  FrameAppender(Appender appender, Origin origin) {
    this.appender = appender;
    this.progress = appender.progress(origin);
  }

  /**
   * Takes these bytes, which go on where the last ones ended, and appends the frames that are now
   * complete. All bytes are consumed, unless what an earlier call has left cannot be stored now
   * either: then none of them are.
   *
   * @return how many messages were appended
   * @throws FramingException if the bytes are not frames of the stream's framing, or one is too
   *     long; those before it have been appended. Then nothing more can be: each further call
   *     throws it again
   * @throws SequenceGap if their producer has left out numbers
   * @throws LogClosed if the log has been finished or closed, or its store could not be forced
   * @throws AppendFailed if they could not be stored. What is not stored is kept, and appended by
   *     the next call, which may bring no bytes
   * @throws InterruptedIOException if the thread was interrupted while it waited for readers; what
   *     was not appended is kept as well
   */
  public int append(ByteBuffer bytes) throws IOException {
    int before = unstored && bytes.hasRemaining() ? take(NOTHING.duplicate()) : 0;
    return before + take(bytes);
  }

  private int take(ByteBuffer bytes) throws IOException {
    if (failure != null) {
      throw failure;
    }
    boolean direct = kept.position() == 0;
    ByteBuffer frames = direct ? bytes : joined(bytes);
    unstored = true;
    try {
      int appended = appender.appendFrames(frames, progress);
      unstored = false;
      return appended;
    } catch (FramingException e) {
      failure = e;
      throw e;
    } finally {
      keep(frames, direct);
    }
  }

  /** What is kept, and these bytes. */
  private ByteBuffer joined(ByteBuffer bytes) {
    reserve(bytes.remaining());
    kept.put(bytes);
    return kept.duplicate().flip();
  }

  private void keep(ByteBuffer frames, boolean direct) {
    if (direct) {
      reserve(frames.remaining());
      kept.put(frames);
    } else if (!frames.hasRemaining()) {
      kept = kept.capacity() > LARGE ? NOTHING : kept.clear();
    } else if (frames.position() > 0) {
      kept.limit(frames.limit()).position(frames.position());
      kept.compact();
    }
  }

  private void reserve(int bytes) {
    if (kept.remaining() < bytes) {
      int needed = Math.addExact(kept.position(), bytes);
      int capacity = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * kept.capacity()));
      kept = ByteBuffer.allocate(capacity).put(kept.flip());
    }
  }

  /** Whether something of a frame has come that is not complete. */
  public boolean begun() {
    return kept.position() > 0;
  }
}
