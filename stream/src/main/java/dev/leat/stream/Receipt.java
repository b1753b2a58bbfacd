package dev.leat.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an append has to wait for before it returns: nothing in memory; where the stream is stored,
 * the commits that its messages are in. Used by one thread.
 */
final class Receipt {
  /** A commit, where in the append's buffer its first message is, and that one's origin. */
  private record Part(Commit commit, int start, Origin origin) {}

  private final List<Part> parts = new ArrayList<>(1);
  private @Nullable Origin unstored;

  void add(Commit commit, int start, Origin origin) {
    if (parts.isEmpty() || parts.getLast().commit() != commit) {
      parts.add(new Part(commit, start, origin));
    }
  }

  /** The origin of the first message that was not stored; null if all were. */
  @Nullable Origin unstored() {
    return unstored;
  }

  /** Whether something of it has not been stored, and what comes behind that must not be. */
  boolean failed() {
    return parts.stream().anyMatch(part -> part.commit().failure() != null);
  }

  /**
   * Waits until everything has been stored.
   *
   * @param source of the messages; on an exception it is put back to the first that is not stored
   */
  void await(ByteBuffer source) throws IOException {
    if (!parts.isEmpty()) {
      parts.getLast().commit().await(); // and so all of them
    }
    for (Part part : parts) {
      IOException failure = part.commit().failure();
      if (failure != null) {
        source.position(part.start());
        unstored = part.origin();
        // One of the thread's own: others are told of the same failure.
        throw failure instanceof LogClosed closed ? closed.again() : new AppendFailed(failure);
      }
    }
  }
}
