package dev.leat.stream;

import java.nio.ByteBuffer;

/**
 * Where messages begin in a segment: not each, but one every few KiB or milliseconds, from which
 * the others are found by decoding. Where the bytes do not delimit themselves, each.
 *
 * <p>In memory it lies in the segment's own and grows from its end towards the messages, so that a
 * log's memory is what its segments have, however small its messages are. Of a segment that is on
 * disk it is the index file, which has an entry for each append.
 *
 * <p>Written by the appender under the log's lock, read by anyone who may read the segment: entries
 * below {@link #size()} never change, and the volatile size is stored after them.
 */
final class SegmentIndex {
  /** The most bytes that one more message takes where it has no origin. */
  static final int ENTRY = 2 * Integer.BYTES + Long.BYTES;

  /** The same where it may have one. */
  static final int EXACT_ENTRY = ENTRY + Integer.BYTES + 2 * Long.BYTES;

  /**
   * Messages that came within so many milliseconds of each other may share an entry, unless the
   * index is {@linkplain #isExact() exact}.
   */
  static final long EVERY_MILLIS = 10;

  /**
   * Where the numbers of an entry lie in it.
   *
   * @param step from an entry to the next
   * @param origins whether it has the last three
   */
  private record Layout(
      int step,
      int position,
      int number,
      int time,
      boolean origins,
      int source,
      int producer,
      int sequence) {}

  private static final Layout SPARSE = new Layout(-ENTRY, 0, 4, 8, false, 0, 0, 0);
  private static final Layout EXACT = new Layout(-EXACT_ENTRY, 0, 4, 8, true, 16, 20, 28);

  // A number within a segment fits in an int, so the lower half of the offsets is enough.
  private static final Layout FILE =
      new Layout(
          IndexEntry.BYTES,
          IndexEntry.POSITION,
          IndexEntry.OFFSET + Integer.BYTES,
          IndexEntry.TIME,
          true,
          IndexEntry.SOURCE,
          IndexEntry.PRODUCER,
          IndexEntry.SEQUENCE);

  /** Of a segment that must be loaded first. */
  static final SegmentIndex NONE = mapped(ByteBuffer.allocate(0), 0, 0, 0);

  /** Messages that are so far from each other have an entry each. */
  static final int EVERY_BYTES = 4 << 10;

  private final ByteBuffer memory;
  private final boolean each;
  private final Layout layout;

  /** Where the first entry lies. */
  private final int first;

  /** What the number in an entry begins with. */
  private final int numberBase;

  private volatile int size;

  /** Entries written, visible or not: the appender's. */
  private int noted;

  /** The last entry's, kept here for the appender. */
  private int lastPosition;

  private int lastNumber;
  private Stamp last = Stamp.at(0);

  /**
   * @param memory the segment's
   * @param each whether every message needs an entry
   * @param exact whether it tells of every message when and from where it came
   */
  SegmentIndex(ByteBuffer memory, boolean each, boolean exact) {
    this(memory, each, exact ? EXACT : SPARSE, memory.capacity(), 0);
  }

  /**
   * @param from where the entries begin, or if they go towards the beginning, end
   */
  private SegmentIndex(ByteBuffer memory, boolean each, Layout layout, int from, int numberBase) {
    this.memory = memory;
    this.each = each;
    this.layout = layout;
    this.first = layout.step() < 0 ? from + layout.step() : from;
    this.numberBase = numberBase;
  }

  /**
   * What is in an index file.
   *
   * @param header bytes before its entries
   * @param baseOffset of the segment
   */
  static SegmentIndex mapped(ByteBuffer file, int header, int entries, long baseOffset) {
    var index = new SegmentIndex(file, false, FILE, header, (int) baseOffset);
    index.noted = entries;
    index.size = entries;
    return index;
  }

  /** Notes a message about to be appended, if it is time for an entry. */
  void note(int position, int number, Stamp stamp) {
    int n = noted;
    if (n > 0 && !each && position - lastPosition < EVERY_BYTES && sharesLast(number, stamp)) {
      return;
    }
    int entry = entry(n);
    memory
        .putInt(entry + layout.position(), position)
        .putInt(entry + layout.number(), number)
        .putLong(entry + layout.time(), stamp.time());
    if (layout.origins()) {
      memory
          .putInt(entry + layout.source(), stamp.source())
          .putLong(entry + layout.producer(), stamp.producer())
          .putLong(entry + layout.sequence(), stamp.sequence());
    }
    lastPosition = position;
    lastNumber = number;
    last = stamp;
    noted = n + 1;
  }

  /** Whether what the last entry says holds for this message too. */
  private boolean sharesLast(int number, Stamp stamp) {
    if (!layout.origins()) {
      return stamp.time() - last.time() < EVERY_MILLIS;
    }
    return stamp.time() == last.time()
        && stamp.source() == last.source()
        && stamp.producer() == last.producer()
        && (stamp.producer() == 0 || stamp.sequence() - last.sequence() == number - lastNumber);
  }

  /** How many entries there are, visible or not. */
  int noted() {
    return noted;
  }

  /** How many entries there are of messages before this position, which can be read or are next. */
  int notedBefore(int end) {
    int before = size;
    while (before < noted && position(before) < end) {
      before++;
    }
    return before;
  }

  /** Makes so many entries visible. */
  void publish(int entries) {
    size = entries;
  }

  /** Forgets the entries that are not visible. */
  void rewind() {
    noted = size;
    if (noted > 0) {
      int entry = noted - 1;
      lastPosition = position(entry);
      lastNumber = number(entry);
      last = new Stamp(time(entry), source(entry), producer(entry), sequence(entry));
    }
  }

  /** Whether it tells of every message when and from where it came. */
  boolean isExact() {
    return layout.origins();
  }

  int size() {
    return size;
  }

  /** Bytes of the segment's memory that it takes. */
  int bytes() {
    return noted * Math.abs(layout.step());
  }

  /** The most that one more message adds to that. */
  int entryBytes() {
    return Math.abs(layout.step());
  }

  /** Where the entry's message begins in the segment. */
  int position(int entry) {
    return memory.getInt(entry(entry) + layout.position());
  }

  /** The entry's message, counted from the segment's first. */
  int number(int entry) {
    return memory.getInt(entry(entry) + layout.number()) - numberBase;
  }

  /** When the entry's message was appended, in milliseconds since 1970. */
  long time(int entry) {
    return memory.getLong(entry(entry) + layout.time());
  }

  /** The number of the source of the entry's messages; 0 if that is not known. */
  int source(int entry) {
    return layout.origins() ? memory.getInt(entry(entry) + layout.source()) : 0;
  }

  /** Who has numbered the entry's messages; 0 if nobody has, or that is not known. */
  long producer(int entry) {
    return layout.origins() ? memory.getLong(entry(entry) + layout.producer()) : 0;
  }

  /** The producer's number of the entry's first message. */
  long sequence(int entry) {
    return layout.origins() ? memory.getLong(entry(entry) + layout.sequence()) : 0;
  }

  private int entry(int n) {
    return first + n * layout.step();
  }

  /** The last entry at this position or before it; -1 if there is none. */
  int atPosition(int position) {
    return firstNot(entry -> position(entry) <= position) - 1;
  }

  /** The last entry of this message or one before it; -1 if there is none. */
  int atNumber(int number) {
    return firstNot(entry -> number(entry) <= number) - 1;
  }

  /** The first entry of this time or later; {@link #size()} if there is none. */
  int sinceTime(long time) {
    return firstNot(entry -> time(entry) < time);
  }

  /** The first entry for which it is not so, where it is so for those before it alone. */
  private int firstNot(Condition condition) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (condition.holds(middle)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private interface Condition {
    boolean holds(int entry);
  }
}
