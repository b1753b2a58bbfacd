package dev.leat.stream;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Reads all of a store and finds where it is not as it was written. */
final class Verifier {
  /** A writer may be about to write the newest entries: they are looked at again for so long. */
  private static final long PATIENCE_NANOS = Duration.ofSeconds(2).toNanos();

  private static final long GLANCE_NANOS = Duration.ofMillis(20).toNanos();

  private final StoreDirectory directory;
  private final Store.Progress progress;
  private final List<StoreDamaged> damage = new ArrayList<>();
  private long total;
  private long read;
  private long intact;
  private long unacknowledged;
  private int segments;
  private long earliest = -1;

  /** Where the segments so far end; null before the first, and behind one that is damaged. */
  private @Nullable LogEnd end;

  private long next;

  Verifier(StoreDirectory directory, Store.Progress progress) {
    this.directory = directory;
    this.progress = progress;
  }

  Verification verify() throws IOException {
    List<Long> bases = List.copyOf(directory.bases());
    for (long base : bases) {
      total += size(base);
    }
    progress.read(0, total);
    for (int i = 0; i < bases.size(); i++) {
      verify(bases.get(i), i == bases.size() - 1);
      progress.read(read, total);
    }
    verifyEnd(bases.isEmpty() ? -1 : bases.getLast());
    return new Verification(
        segments, Math.max(0, earliest), next, intact, unacknowledged, List.copyOf(damage));
  }

  private long size(long base) throws IOException {
    try {
      return Files.size(directory.data(base));
    } catch (NoSuchFileException e) {
      return 0;
    }
  }

  private void verify(long base, boolean newest) throws IOException {
    try (SegmentContent content = newest ? newest(base) : SegmentContent.open(directory, base)) {
      read += content.length();
      verify(content, content.scan(), newest);
    } catch (NoSuchFileException e) {
      missing(base, newest);
    } catch (StoreUnusable e) {
      throw e;
    } catch (IOException e) {
      if (!(newest && e instanceof EOFException && size(base) == 0)) { // else it is being created
        damaged(base, 0, base, Objects.requireNonNullElse(e.getMessage(), e.toString()));
      }
    }
  }

  /** The newest segment, at a moment when its writer is not in the midst of an entry. */
  private SegmentContent newest(long base) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (System.nanoTime() - deadline < 0 && directory.isBeingWritten()) {
      SegmentContent content = SegmentContent.open(directory, base);
      boolean whole = false;
      try {
        whole = content.scan().isWhole();
      } finally {
        if (!whole) {
          content.close();
        }
      }
      if (whole) {
        return content;
      }
      LockSupport.parkNanos(this, GLANCE_NANOS);
    }
    return SegmentContent.open(directory, base);
  }

  private void verify(SegmentContent content, SegmentScan scan, boolean newest) {
    IndexHeader header = content.header();
    long base = header.baseOffset();
    segments++;
    earliest = earliest < 0 ? base : earliest;
    verifyConnection(header);
    intact += scan.end();
    next = scan.nextOffset();
    end = null;
    if (!scan.isWhole()) {
      damage.add(scan.damage(directory.data(base), "it does not match its checksum"));
    } else if (newest) {
      unacknowledged = content.rest(scan);
    } else if (content.rest(scan) > 0) {
      damaged(base, scan.end(), scan.nextOffset(), "its index does not speak of what is there");
    } else {
      end = new LogEnd(scan.nextOffset(), header.basePosition() + scan.end());
    }
  }

  private void verifyConnection(IndexHeader header) {
    LogEnd before = end;
    if (before == null) {
      return;
    }
    if (header.baseOffset() > before.offset()) {
      damaged(
          header.baseOffset(),
          0,
          before.offset(),
          "the messages up to %d are missing before this file".formatted(header.baseOffset() - 1));
    } else if (header.baseOffset() < before.offset()
        || header.basePosition() != before.position()) {
      damaged(header.baseOffset(), 0, header.baseOffset(), "it does not follow the file before it");
    }
  }

  /** A file of the segment is not there. */
  private void missing(long base, boolean newest) throws IOException {
    boolean data = Files.exists(directory.data(base));
    boolean index = Files.exists(directory.index(base));
    boolean dropped = !data && directory.bases().headSet(base).isEmpty();
    if (dropped && !newest) {
      end = null; // by retention: it was the oldest
    } else if (data || index) {
      damaged(base, 0, base, data ? "its index is missing" : "the file is missing");
    }
  }

  /** Whether the stream goes on as far as its last writer said. */
  private void verifyEnd(long newest) throws IOException {
    StoreState state = directory.before();
    if (state == null || !damage.isEmpty() || directory.isBeingWritten()) {
      return;
    }
    if (state.newest() > newest) {
      damaged(state.newest(), 0, state.newest(), "the newest segment is missing");
    } else if (newest >= 0 && state.closed() > next) {
      damaged(
          newest,
          size(newest),
          next,
          "the stream went on to message %d when it was closed".formatted(state.closed() - 1));
    }
  }

  private void damaged(long base, long position, long offset, String what) {
    damage.add(new StoreDamaged(directory.data(base), position, offset, what));
  }
}
