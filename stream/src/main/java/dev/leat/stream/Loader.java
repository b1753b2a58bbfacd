package dev.leat.stream;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Predicate;

/**
 * Brings segments that lie on disk to where they can be read, and lets go of those that nobody has
 * read for long. Used by the stream's own thread alone.
 */
final class Loader {
  /** Segments that stay mapped though nobody is in them. */
  private static final int IDLE = 64;

  private final StoreDirectory directory;
  private final ArrayDeque<Segment> mapped = new ArrayDeque<>();

  Loader(StoreDirectory directory) {
    this.directory = directory;
  }

  /**
   * A segment that can be read in place of this one, once everything in it has been looked at: so
   * it is in memory, too, and who reads it does not wait for the disk.
   *
   * @throws StoreDamaged if it is not as it was written
   */
  Segment load(Segment cold, Extent extent) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      Mapping mapping = map(extent, arena);
      SegmentScan scan = mapping.scan();
      if (!scan.isWhole()
          || scan.end() != extent.length()
          || scan.nextOffset() != extent.nextOffset()) {
        throw scan.damage(directory.data(extent.baseOffset()), "it does not match its checksum");
      }
      return mapped(cold, extent, mapping, arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private Mapping map(Extent extent, Arena arena) throws IOException {
    long base = extent.baseOffset();
    try {
      Mapping mapping = Mapping.of(base, directory, arena);
      if (mapping.data().limit() < extent.length()) {
        throw new StoreDamaged(
            directory.data(base), mapping.data().limit(), base, "the end of the file is missing");
      }
      return mapping;
    } catch (NoSuchFileException e) {
      throw new StoreDamaged(directory.data(base), 0, base, "its files are missing");
    }
  }

  /** The same for a segment that this process has just written. */
  Segment reopen(Segment written, Extent extent) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      return mapped(written, extent, map(extent, arena), arena);
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  private Segment mapped(Segment before, Extent extent, Mapping mapping, Arena arena) {
    Segment segment = before.mapped(extent, mapping, arena);
    mapped.add(segment);
    return segment;
  }

  /**
   * Lets go of segments that have been mapped for long, if there are many.
   *
   * @param letGo does so if nobody is in the segment, and answers whether it has
   */
  void tidy(Predicate<Segment> letGo) {
    mapped.removeIf(Segment::dropped);
    if (mapped.size() > IDLE) {
      Iterator<Segment> oldest = mapped.iterator();
      for (int surplus = mapped.size() - IDLE; surplus > 0 && oldest.hasNext(); ) {
        if (letGo.test(oldest.next())) {
          oldest.remove();
          surplus--;
        }
      }
    }
  }
}
