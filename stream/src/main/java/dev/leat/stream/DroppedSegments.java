package dev.leat.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Segments that retention has dropped, and whose files are still there. Any thread may add. */
final class DroppedSegments {
  private static final System.Logger LOG = System.getLogger(DroppedSegments.class.getName());

  private final StoreDirectory directory;

  /** The oldest first. */
  private final Queue<Segment> dropped = new ConcurrentLinkedQueue<>();

  DroppedSegments(StoreDirectory directory) {
    this.directory = directory;
  }

  void add(Segment segment) {
    dropped.add(segment);
  }

  /**
   * Deletes the files. By the stream's writer.
   *
   * @param newest first message of the newest segment, whose files stay in any case: they tell
   *     where the stream is
   */
  void deleteBefore(long newest) {
    Segment segment;
    while ((segment = dropped.peek()) != null && segment.baseOffset() < newest) {
      dropped.remove();
      if (segment.messages() > 0) { // else it never had files, and the next has its name
        try {
          directory.delete(segment.baseOffset());
        } catch (IOException e) {
          LOG.log(Level.WARNING, "what retention has dropped could not be deleted", e);
        }
      }
    }
  }
}
