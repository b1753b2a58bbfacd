package dev.leat.stream;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Makes what lies in segments last that another writer has left. */
final class ForcedSegments {
  /** How much is written again at once, in bytes. */
  private static final int PART = 64 << 10;

  private final StoreDirectory directory;

  ForcedSegments(StoreDirectory directory) {
    this.directory = directory;
  }

  /** Forces all of these as they are. */
  void all(List<Extent> extents) throws IOException {
    for (Extent extent : extents) {
      force(extent.baseOffset(), false, 0);
    }
    directory.force();
  }

  /**
   * Writes again what the last writer may not have been able to force, and forces it: of what could
   * not be forced the system believes that it has been written, and would do nothing if it were
   * only forced once more. Of a stream that was never forced only new failures are heard of.
   *
   * @param forced the position of the stream up to which all has been forced; -1 where nothing has
   */
  void againFrom(long forced, List<Extent> extents) throws IOException {
    for (Extent extent : extents) {
      if (extent.endPosition() > forced) {
        long from = Math.max(0, forced - extent.basePosition());
        force(extent.baseOffset(), forced >= 0, from);
      }
    }
    directory.force();
  }

  /**
   * Forces the files of a segment.
   *
   * @param again whether they are written again, of the data what lies from this place on
   */
  private void force(long base, boolean again, long from) throws IOException {
    force(directory.producers(base), again, 0);
    force(directory.sources(base), again, 0);
    force(directory.data(base), again, from);
    force(directory.index(base), again, 0);
  }

  /**
   * @param again whether what is in the file is written again, from this place on
   */
  private void force(Path file, boolean again, long from) throws IOException {
    if (Files.notExists(file)) {
      return;
    }
    try (FileChannel channel = directory.disk().open(file, READ, WRITE)) {
      ByteBuffer part = ByteBuffer.allocate(PART);
      for (long at = from; again && channel.read(part.clear(), at) > 0; ) {
        part.flip();
        int bytes = part.remaining();
        SegmentFiles.write(channel, part, at);
        at += bytes;
      }
      channel.force(true);
    } catch (ClosedChannelException e) {
      throw e; // of an interrupt
    } catch (IOException e) {
      throw new IOException(file + " could not be made to last: " + e.getMessage(), e);
    }
  }
}
