package dev.leat.stream;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Segments to which nothing more is written, until they are read from their files: then their
 * memory is free. Used by the stream's writer alone.
 */
final class FullSegments {
  /** How often an append may be in the way before it is waited for. */
  private static final int PATIENCE = 8;

  private final Loading loading;
  private final Consumer<SegmentFiles> whenReplaced;
  private final ArrayDeque<SegmentFiles> full = new ArrayDeque<>();

  /** What is to be read in place of the first of them. */
  private @Nullable Segment replacement;

  private int failed;

  /**
   * @param whenReplaced given the files of one that is read in another way now
   */
  FullSegments(Loading loading, Consumer<SegmentFiles> whenReplaced) {
    this.loading = loading;
    this.whenReplaced = whenReplaced;
  }

  void add(SegmentFiles files) {
    files.seal();
    full.add(files);
  }

  /**
   * Has the next one read from its files.
   *
   * @param idle whether there is nothing else to do; otherwise an append that has the log's lock
   *     goes first, up to a point: memory that is free in time is used again
   * @return whether that is done
   */
  boolean replaceNext(boolean idle) {
    SegmentFiles files = full.peek();
    if (files == null) {
      return false;
    }
    Segment segment = files.segment();
    Extent extent = files.extent();
    if (replacement == null && extent != null && !segment.dropped()) {
      replacement = loading.reopened(segment, extent);
    }
    if (replacement != null) {
      boolean wait = idle || failed >= PATIENCE;
      if (!loading.replace(segment, replacement, wait)) {
        failed++;
        return false;
      }
      replacement = null;
      failed = 0;
    }
    full.remove();
    whenReplaced.accept(files);
    return true;
  }

  /** Nothing is read any more. */
  void end(Consumer<SegmentFiles> close) {
    if (replacement != null) {
      replacement.drop();
    }
    full.forEach(close);
  }
}
