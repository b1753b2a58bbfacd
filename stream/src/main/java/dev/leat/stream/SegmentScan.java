package dev.leat.stream;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a segment as it lies on disk, entry by entry, and finds where it is not as it was
 * written.
 */
final class SegmentScan {
  private final IndexHeader header;
  private final ByteBuffer index;
  private final ByteBuffer data;
  private final CRC32C sum = new CRC32C();

  private final int entries;
  private int intact;
  private @Nullable IndexEntry lastIntact;
  private boolean lastEntryIntact;
  private long forced = -1;

  /**
   * @param index the file, with its header
   * @param data the file
   */
  SegmentScan(IndexHeader header, ByteBuffer index, ByteBuffer data) {
    this.header = header;
    this.index = index;
    this.data = data;
    this.entries = Math.max(0, (index.limit() - header.length()) / IndexEntry.BYTES);
    int position = 0;
    long offset = header.baseOffset();
    boolean whole = true;
    for (int i = 0; i < entries; i++) {
      IndexEntry entry = entry(i);
      boolean fits = isIntact(i, entry);
      whole &= fits && entry.position() == position && entry.offset() == offset;
      if (whole) {
        intact = i + 1;
        position = entry.end();
        offset = entry.nextOffset();
      }
      if (fits) {
        lastIntact = entry;
        forced = Math.max(forced, entry.forced());
      }
      lastEntryIntact = fits;
    }
  }

  private IndexEntry entry(int number) {
    return IndexEntry.decode(index, at(number));
  }

  private int at(int number) {
    return header.length() + number * IndexEntry.BYTES;
  }

  private boolean isIntact(int number, IndexEntry entry) {
    return entry.position() >= 0
        && entry.length() > 0
        && entry.length() <= data.limit() - entry.position()
        && entry.count() > 0
        && IndexEntry.isIntact(
            index, at(number), data.slice(entry.position(), entry.length()), sum);
  }

  /** Entries that are there as a whole, intact or not. */
  int entries() {
    return entries;
  }

  /** Entries from the first on that are intact and follow each other. */
  int intact() {
    return intact;
  }

  /** Whether all that the index speaks of is as it was written. */
  boolean isWhole() {
    return intact == entries;
  }

  /** The last of the {@link #intact()} entries; null if there is none. */
  @Nullable IndexEntry lastOfIntact() {
    return intact == 0 ? null : entry(intact - 1);
  }

  /** The very last entry, if it is intact by itself, whatever is before it; else null. */
  @Nullable IndexEntry lastEntry() {
    return lastEntryIntact ? lastIntact : null;
  }

  /** Where the intact entries end, in the data. */
  int end() {
    IndexEntry last = lastOfIntact();
    return last == null ? 0 : last.end();
  }

  /** The message behind those of the intact entries. */
  long nextOffset() {
    IndexEntry last = lastOfIntact();
    return last == null ? header.baseOffset() : last.nextOffset();
  }

  /**
   * The position of the stream below which all has been forced, as far as intact entries tell; -1
   * if they do not.
   */
  long forced() {
    return forced;
  }
}
