package dev.leat.stream;

import dev.leat.framing.Framing;
import dev.leat.framing.UnencodableMessage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A stretch of the log, written once.
 *
 * <p>It lies in <em>memory</em> of its own: the messages from the front, their index from the back.
 * The appender writes behind {@link #end()} under the log's lock. Whoever publishes, which is the
 * appender or the one who stores the stream, then moves the end: what lies before it never changes
 * and is read without a lock. A reader <em>pins</em> the segment that it is in. Retention
 * <em>drops</em> a segment: from then on it cannot be pinned, and the last pin to go frees the
 * memory.
 *
 * <p>Where the stream is stored, a segment to which nothing is appended any more is
 * <em>replaced</em> by another one with the same messages: one whose files are <em>mapped</em> into
 * memory, or a <em>cold</em> one, which is nothing but a note that they are on disk, and cannot be
 * pinned. Readers of the one before move over when they come by; the last frees it.
 *
 * <pre>
 *   memory ──► mapped ◄──► cold        each of them ──► dropped
 * </pre>
 */
final class Segment {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Gives its memory back; null if it has none. */
  private final @Nullable Runnable memory;

  private final ByteBuffer bytes;

  /** The appender's place in {@link #bytes}, guarded by the log's lock. */
  private final ByteBuffer writer;

  private final long number;
  private final long basePosition;
  private final long baseOffset;
  private final SegmentIndex index;
  private final Sources sources;
  private final Runnable whenFreed;
  private final Pins pins = new Pins();

  /** Its files; null while it is appended to. */
  private final @Nullable Extent extent;

  /** Bytes that its index file has before its entries; 0 if it is not stored. */
  private final int storedHeader;

  /** What can be read: how many messages, and below them their bytes; so both are of one moment. */
  private volatile long visible;

  private volatile @Nullable Segment next;
  private volatile @Nullable Segment replacement;
  private volatile @Nullable IOException failure;
  private volatile boolean freed;

  // Guarded by the log's lock.

  /** How many messages there are, whether they can be read or not. */
  private int messages;

  /** Entries that its index has in the file, whether it has them already or not. */
  private int stored;

  /** When the newest message came; as long as there is none, the newest before it. */
  private long newestTime;

  /** Entries in the file for messages that can be read: of whoever publishes. */
  private int storedShown;

  /**
   * One in memory, to be appended to.
   *
   * @param number its number in the log, from 0
   * @param basePosition bytes of the log before it
   * @param baseOffset offset of its first message
   * @param indexEach whether its index has every message
   * @param exact whether its index tells when and from where each message came
   * @param storedHeader bytes that its index file has before its entries; 0 if it is not stored
   * @param spare takes the memory when it is freed
   * @param whenFreed run once, by whichever thread ends its life
   */
  Segment(
      long number,
      long basePosition,
      long baseOffset,
      SegmentMemory memory,
      boolean indexEach,
      boolean exact,
      int storedHeader,
      Consumer<SegmentMemory> spare,
      Runnable whenFreed) {
    this.number = number;
    this.basePosition = basePosition;
    this.baseOffset = baseOffset;
    this.storedHeader = storedHeader;
    this.whenFreed = whenFreed;
    this.extent = null;
    this.memory = () -> spare.accept(memory);
    this.writer = memory.view();
    this.bytes = writer.asReadOnlyBuffer();
    this.index = new SegmentIndex(memory.view(), indexEach, exact);
    this.sources = new Sources();
  }

  /** One that is on disk; mapped if there is an arena. */
  private Segment(
      long number,
      Extent extent,
      @Nullable Arena arena,
      ByteBuffer data,
      SegmentIndex index,
      Sources sources,
      Runnable whenFreed) {
    this.number = number;
    this.basePosition = extent.basePosition();
    this.baseOffset = extent.baseOffset();
    this.storedHeader = extent.headerLength();
    this.extent = extent;
    this.memory = arena == null ? null : arena::close;
    this.bytes = data;
    this.writer = data;
    this.index = index;
    this.sources = sources;
    this.whenFreed = whenFreed;
    this.messages = extent.messages();
    this.visible = visible(messages, extent.length());
    this.stored = extent.entries();
    this.storedShown = stored;
    this.newestTime = extent.newestTime();
  }

  /** One of which only its place on disk is known. */
  static Segment cold(long number, Extent extent, Runnable whenFreed) {
    return new Segment(number, extent, null, NOTHING, SegmentIndex.NONE, new Sources(), whenFreed);
  }

  /** The same, on disk only. */
  Segment cold(Extent files) {
    return cold(number, files, whenFreed);
  }

  /** The same, mapped into memory. */
  Segment mapped(Extent files, Mapping mapping, Arena memory) {
    var entries =
        SegmentIndex.mapped(mapping.index(), files.headerLength(), files.entries(), baseOffset);
    return new Segment(
        number, files, memory, mapping.data(), entries, mapping.sources(), whenFreed);
  }

  // Appending: under the log's lock.

  /** Whether there is {@link #room} for so many bytes. */
  boolean hasRoom(int length) {
    return length <= room();
  }

  /**
   * How many bytes there is room for behind what has been written, beside the entries of one
   * message more: so that neither the memory nor the files become larger than its capacity. Less
   * than zero if there is not even room for those.
   */
  int room() {
    int files =
        storedHeader == 0 ? 0 : storedHeader + (stored + 1) * IndexEntry.BYTES + sources.bytes();
    return writer.remaining() - Math.max(index.bytes() + index.entryBytes(), files);
  }

  /**
   * What a segment needs beside the frame of its only message.
   *
   * @param exact whether its index tells when and from where each message came
   * @param storedHeader bytes that its index file has before its entries; 0 if it is not stored
   */
  static int overhead(boolean exact, int storedHeader) {
    if (storedHeader > 0) {
      return storedHeader + IndexEntry.BYTES;
    }
    return exact ? SegmentIndex.EXACT_ENTRY : SegmentIndex.ENTRY;
  }

  /** Writes a message's frame; nothing is visible before it is published. */
  void append(Framing framing, ByteBuffer message, Stamp stamp) throws UnencodableMessage {
    int start = writer.position();
    framing.encode(message, writer);
    if (writer.position() == start) {
      throw new UnencodableMessage(
          "an empty message takes no bytes, and so has no place, in a stream framed as " + framing);
    }
    note(start, 1, stamp);
  }

  /**
   * Notes that so many messages begin so many bytes behind the last one written, before {@link
   * #append(ByteBuffer)} brings their bytes. Where they do not delimit themselves it is one.
   *
   * @param stamp of the first
   */
  void noteAhead(int ahead, int count, Stamp stamp) {
    note(writer.position() + ahead, count, stamp);
  }

  private void note(int start, int count, Stamp stamp) {
    index.note(start, messages, stamp);
    messages += count;
    newestTime = stamp.time();
  }

  /** The newest message before it is of this time. */
  void follow(long time) {
    newestTime = time;
  }

  /**
   * Writes the frames of so many messages, which came together.
   *
   * @param stamp of the first
   */
  void append(ByteBuffer frames, int count, Stamp stamp) {
    note(writer.position(), count, stamp);
    writer.put(frames);
  }

  /** Writes the bytes of messages that have been noted. */
  void append(ByteBuffer frames) {
    writer.put(frames);
  }

  /** Where the next message will be written. */
  int written() {
    return writer.position();
  }

  /** An entry has been made for what was written, which its index file is to have. */
  void stored() {
    stored++;
  }

  /** Makes all that was written visible to readers. */
  void publish() {
    publish(writer.position(), messages, stored, index.noted());
  }

  /**
   * Makes what was written visible to readers, as far as this.
   *
   * @param count of the messages before it
   * @param entries of its index file before it
   * @param noted entries of its index in memory before it
   */
  void publish(int to, int count, int entries, int noted) {
    storedShown = entries;
    index.publish(noted);
    visible = visible(count, to);
  }

  private static long visible(int count, int bytes) {
    return (long) count << Integer.SIZE | bytes;
  }

  /** Forgets what was written and has not been published. */
  void rewind() {
    long shown = visible;
    writer.position((int) shown);
    messages = (int) (shown >>> Integer.SIZE);
    stored = storedShown;
    index.rewind();
  }

  /** Nothing is appended any more: readers go on in the next. */
  void seal(Segment following) {
    next = following;
  }

  /** How many have been written, whether they can be read or not. */
  int messages() {
    return messages;
  }

  /** How many can be read. */
  int readable() {
    return (int) (visible >>> Integer.SIZE);
  }

  /** Behind its last message, whether that can be read or not. */
  long nextOffset() {
    return baseOffset + messages;
  }

  /** How many entries of its index file can be read. */
  int entries() {
    return storedShown;
  }

  /**
   * When the newest message was appended, in milliseconds since 1970; where there is none yet, the
   * newest of the segment before.
   */
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
    return (int) visible;
  }

  /** Where what may be read ends. */
  LogEnd visibleEnd() {
    long shown = visible;
    return new LogEnd(baseOffset + (shown >>> Integer.SIZE), basePosition + (int) shown);
  }

  /** The segment that follows, or null if this is the active one. */
  @Nullable Segment next() {
    Segment here = current();
    Segment following = here.next;
    if (following != null && following.replacement != null) {
      following = following.current();
      here.next = following; // lest those that have been replaced are held for ever
    }
    return following;
  }

  /** The one that is read in its place now: itself unless it has been replaced. */
  Segment current() {
    Segment here = this;
    for (Segment later; (later = here.replacement) != null; ) {
      here = later;
    }
    return here;
  }

  long number() {
    return number;
  }

  long basePosition() {
    return basePosition;
  }

  /** The position of the log at which its visible bytes end. */
  long endPosition() {
    return basePosition + end();
  }

  long baseOffset() {
    return baseOffset;
  }

  SegmentIndex index() {
    return index;
  }

  /** Where its messages came from. */
  Sources sources() {
    return sources;
  }

  /** Bytes of memory of its own: none if it is in its files. */
  int memory() {
    return extent == null ? bytes.capacity() : 0;
  }

  /** What it counts for in the retention: its memory, or its files. */
  long size() {
    return extent == null ? bytes.capacity() : extent.fileBytes();
  }

  /** Where it is on disk; null while it is appended to. */
  @Nullable Extent extent() {
    return extent;
  }

  // Its life.

  /** Whether it must be loaded before it can be read. */
  boolean cold() {
    return memory == null;
  }

  /** It cannot be loaded, and this is why. */
  void failed(IOException why) {
    failure = why;
  }

  /** Why it cannot be loaded; null as long as that has not been found out. */
  @Nullable IOException failure() {
    return failure;
  }

  /** Keeps the memory for a reader who enters; false if it has been dropped, or is not there. */
  boolean pin() {
    return memory != null && pins.pin();
  }

  /** Whether nobody holds a pin at this moment. */
  boolean idle() {
    return pins.none();
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

  /** Has another one read in its place; called once, under the log's lock. */
  void replace(Segment other) {
    other.next = next;
    replacement = other;
    drop();
  }

  /** Whether its messages are no longer kept. */
  boolean dropped() {
    return current().pins.dropped();
  }

  /** Whether its memory has been given back. */
  boolean freed() {
    return freed;
  }

  private void free() {
    if (memory != null) {
      memory.run();
    }
    freed = true;
    whenFreed.run();
  }
}
