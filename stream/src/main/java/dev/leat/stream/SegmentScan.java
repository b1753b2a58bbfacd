package dev.leat.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Looks through a segment as it lies on disk, entry by entry, and finds where it is not as it was
 * written, or cannot be read, and where its last whole commit ends.
 */
final class SegmentScan {
  private final IndexHeader header;
  private final ByteBuffer index;
  private final SegmentContent content;
  private final Sources sources;
  private final CRC32C sum = new CRC32C();

  /** Entries of the index. */
  private final int entries;

  /** Those from the first on that are as they were written and follow each other. */
  private int intact;

  /** Those of whole commits among them. */
  private int committed;

  /** As many as there are up to the last that ends a commit, if all behind it are intact. */
  private int known;

  private long forced = -1;

  /** Why the first entry that cannot be read cannot; null if all can. */
  private @Nullable IOException unreadable;

  /** The number of that entry. */
  private int unreadableAt;

  SegmentScan(SegmentContent content) throws IOException {
    this.header = content.header();
    this.index = content.index();
    this.content = content;
    this.sources = content.sources();
    this.entries = Math.max(0, (index.limit() - header.length()) / IndexEntry.BYTES);
    int position = 0;
    long offset = header.baseOffset();
    for (int i = 0; i < entries; i++) {
      IndexEntry entry = entry(i);
      boolean fits = isIntact(i, entry);
      boolean ends = !IndexEntry.goesOn(index, at(i));
      if (fits && intact == i && entry.position() == position && entry.offset() == offset) {
        intact = i + 1;
        committed = ends ? intact : committed;
        position = entry.end();
        offset = entry.nextOffset();
      }
      if (fits) {
        forced = Math.max(forced, entry.forced());
        known = ends ? i + 1 : known;
      } else {
        known = 0;
      }
    }
  }

  private IndexEntry entry(int number) {
    return IndexEntry.decode(index, at(number));
  }

  private int at(int number) {
    return header.length() + number * IndexEntry.BYTES;
  }

  private boolean isIntact(int number, IndexEntry entry) throws IOException {
    return entry.position() >= 0
        && entry.length() > 0
        && entry.length() <= content.length() - entry.position()
        && entry.count() > 0
        && entry.source() >= 0
        && entry.source() <= sources.size()
        && matches(number, entry);
  }

  private boolean matches(int number, IndexEntry entry) throws IOException {
    ByteBuffer data;
    try {
      data = content.data(entry.position(), entry.length());
    } catch (ClosedChannelException e) {
      throw e; // of an interrupt: that says nothing about the file
    } catch (IOException e) {
      if (unreadable == null) {
        unreadable = e;
        unreadableAt = number;
      }
      return false;
    }
    byte[] source = sources.utf8(entry.source());
    return IndexEntry.isIntact(index, at(number), data, source, sum);
  }

  /** Whether all that the index speaks of is as it was written. */
  boolean isWhole() {
    return intact == entries;
  }

  /** Whether all that the index speaks of could be read, as it was written or not. */
  boolean isReadable() {
    return unreadable == null;
  }

  /** That it is not whole, and from where on. */
  StoreDamaged damage(Path file, String what) {
    IOException why = unreadable;
    String found =
        why != null && unreadableAt == intact ? "it cannot be read: " + why.getMessage() : what;
    return new StoreDamaged(file, endOf(intact), nextAfter(intact), found);
  }

  /** Entries from the first on that are intact, follow each other, and are of whole commits. */
  int committed() {
    return committed;
  }

  /** Where these end, in the data. */
  int end() {
    return endOf(committed);
  }

  /** The message behind those of these. */
  long nextOffset() {
    return nextAfter(committed);
  }

  private int endOf(int first) {
    return first == 0 ? 0 : entry(first - 1).end();
  }

  private long nextAfter(int first) {
    return first == 0 ? header.baseOffset() : entry(first - 1).nextOffset();
  }

  /** Entries up to the last of a whole commit, whatever is before it; 0 if it is not intact. */
  int known() {
    return known;
  }

  /** The last of the {@link #known()} entries; null if there is none. */
  @Nullable IndexEntry lastKnown() {
    return known == 0 ? null : entry(known - 1);
  }

  /** Hands on those of the {@link #known()} entries that are intact. */
  void forEachKnown(Consumer<IndexEntry> action) throws IOException {
    for (int i = 0; i < known; i++) {
      IndexEntry entry = entry(i);
      if (i < intact || isIntact(i, entry)) {
        action.accept(entry);
      }
    }
  }

  /**
   * The position of the stream below which all has been forced, as far as intact entries tell; -1
   * if they do not.
   */
  long forced() {
    return forced;
  }
}
