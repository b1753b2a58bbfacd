package dev.leat.stream;

import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the log in memory of its own, written once and never used again: the messages from
 * the front, their index from the back.
 *
 * <p>The appender writes behind {@link #end()} under the log's lock and then moves the end: what
 * lies before it never changes and is read without a lock. A reader <em>pins</em> the segment that
 * it is in. Retention <em>drops</em> a segment: from then on it cannot be pinned, and the last pin
 * to go frees the memory.
 */
final class Segment {
  /** The least memory that a segment needs beside a message's frame. */
  static final int OVERHEAD = SegmentIndex.ENTRY;

  private final Arena arena = Arena.ofShared();
  private final ByteBuffer bytes;

  /** The appender's place in {@link #bytes}, guarded by the log's lock. */
  private final ByteBuffer writer;

  private final long number;
  private final long basePosition;
  private final long baseOffset;
  private final SegmentIndex index;
  private final Runnable whenFreed;
  private final Pins pins = new Pins();

  private volatile int end;
  private volatile @Nullable Segment next;
  private volatile boolean freed;

  /** How many messages there are, and when the newest came, guarded by the log's lock. */
  private int messages;

  private long newestTime;

  /**
   * @param number its number in the log, from 0
   * @param basePosition bytes of the log before it
   * @param baseOffset offset of its first message
   * @param whenFreed run once, by whichever thread ends its life
   */
  Segment(
      long number,
      long basePosition,
      long baseOffset,
      int capacity,
      boolean indexEach,
      Runnable whenFreed) {
    this.number = number;
    this.basePosition = basePosition;
    this.baseOffset = baseOffset;
    this.whenFreed = whenFreed;
    MemorySegment memory = arena.allocate(capacity);
    this.writer = memory.asByteBuffer();
    this.bytes = writer.asReadOnlyBuffer();
    this.index = new SegmentIndex(memory.asByteBuffer(), indexEach);
  }

  // Appending: under the log's lock.

  /**
   * Whether there is room for so many bytes behind what has been written, and for the entry of one
   * message more.
   */
  boolean hasRoom(int length) {
    return length <= writer.remaining() - index.bytes() - OVERHEAD;
  }

  /** Writes a message's frame; nothing is visible before {@link #publish()}. */
  void append(Framing framing, ByteBuffer message, long time) throws UnencodableMessage {
    int start = writer.position();
    framing.encode(message, writer);
    if (writer.position() == start) {
      throw new UnencodableMessage(
          "an empty message takes no bytes, and so has no place, in a stream framed as " + framing);
    }
    note(start, time);
  }

  /**
   * Notes that a message begins so many bytes behind the last one written, before {@link
   * #append(ByteBuffer)} brings its bytes.
   */
  void noteAhead(int ahead, long time) {
    note(writer.position() + ahead, time);
  }

  private void note(int start, long time) {
    index.note(start, messages, time);
    messages++;
    newestTime = time;
  }

  /** Writes the bytes of messages that have been noted. */
  void append(ByteBuffer frames) {
    writer.put(frames);
  }

  /** Makes all that was written visible to readers. */
  void publish() {
    end = writer.position();
  }

  /** Nothing is appended any more: readers go on in the next. */
  void seal(Segment following) {
    next = following;
  }

  int messages() {
    return messages;
  }

  /** When the newest message was appended, in milliseconds since 1970. */
  long newestTime() {
    return newestTime;
  }

  // Reading: anyone who holds a pin, or the log's lock while the segment is kept.

  /** A new view of the whole memory, read-only. */
  ByteBuffer view() {
    return bytes.duplicate();
  }

  /** Bytes that may be read. */
  int end() {
    return end;
  }

  /** The segment that follows, or null if this is the active one. */
  @Nullable Segment next() {
    return next;
  }

  long number() {
    return number;
  }

  long basePosition() {
    return basePosition;
  }

  /** The position of the log at which its visible bytes end. */
  long endPosition() {
    return basePosition + end;
  }

  long baseOffset() {
    return baseOffset;
  }

  SegmentIndex index() {
    return index;
  }

  int capacity() {
    return bytes.capacity();
  }

  // Its life.

  /** Keeps the memory for a reader who enters; false if it has been dropped. */
  boolean pin() {
    return pins.pin();
  }

  /** Keeps the memory for a look at it; false if it has been freed. */
  boolean pinIfAlive() {
    return pins.pinIfAlive();
  }

  void unpin() {
    if (pins.unpin()) {
      free();
    }
  }

  /** Called once, by retention. */
  void drop() {
    if (pins.drop()) {
      free();
    }
  }

  boolean dropped() {
    return pins.dropped();
  }

  /** Whether its memory has been given back. */
  boolean freed() {
    return freed;
  }

  private void free() {
    arena.close();
    freed = true;
    whenFreed.run();
  }
}
