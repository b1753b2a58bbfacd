package dev.leat.stream;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Brings segments that lie on disk to where they can be read, and lets go of those that nobody has
 * read for long. Used by the stream's own threads alone.
 */
final class Loader {
  /** Segments that stay mapped though nobody is in them. */
  private static final int IDLE = 64;

  private final StoreDirectory directory;

  /** Guards {@link #mapped}; taken before the log's. */
  private final ReentrantLock lock = new ReentrantLock();

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
    long base = extent.baseOffset();
    try (SegmentContent content = SegmentContent.open(directory, base)) {
      checkLength(extent, content.length());
      SegmentScan scan = content.scan();
      if (!scan.isWhole()
          || scan.end() != extent.length()
          || scan.nextOffset() != extent.nextOffset()) {
        throw scan.damage(directory.data(base), "it does not match its checksum");
      }
    } catch (NoSuchFileException e) {
      throw missing(base);
    }
    return reopen(cold, extent);
  }

  /** The same for a segment that this process has just written, or read. */
  Segment reopen(Segment segment, Extent extent) throws IOException {
    Arena arena = Arena.ofShared();
    try {
      Mapping mapping = Mapping.of(extent.baseOffset(), directory, arena);
      checkLength(extent, mapping.data().limit());
      return mapped(segment, extent, mapping, arena);
    } catch (NoSuchFileException e) {
      arena.close();
      throw missing(extent.baseOffset());
    } catch (IOException | RuntimeException | Error e) {
      arena.close();
      throw e;
    }
  }

  private void checkLength(Extent extent, int length) throws StoreDamaged {
    if (length < extent.length()) {
      long base = extent.baseOffset();
      throw new StoreDamaged(directory.data(base), length, base, "the end of the file is missing");
    }
  }

  private StoreDamaged missing(long base) {
    return new StoreDamaged(directory.data(base), 0, base, "its files are missing");
  }

  private Segment mapped(Segment before, Extent extent, Mapping mapping, Arena arena) {
    Segment segment = before.mapped(extent, mapping, arena);
    lock.lock();
    try {
      mapped.add(segment);
    } finally {
      lock.unlock();
    }
    return segment;
  }

  /**
   * Lets go of segments that have been mapped for long, if there are many.
   *
   * @param letGo does so if nobody is in the segment, and answers whether it has
   */
  void tidy(Predicate<Segment> letGo) {
    lock.lock();
    try {
      mapped.removeIf(Segment::dropped);
      Iterator<Segment> oldest = mapped.iterator();
      for (int surplus = mapped.size() - IDLE; surplus > 0 && oldest.hasNext(); ) {
        if (letGo.test(oldest.next())) {
          oldest.remove();
          surplus--;
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
