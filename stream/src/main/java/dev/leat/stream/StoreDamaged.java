package dev.leat.stream;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A part of a store is not as it was written. Nothing of the segment that it is in is served; what
 * other segments hold can be read.
 */
public final class StoreDamaged extends IOException {
  private static final long serialVersionUID = 1;
  private final transient Path file;
  private final long position;
  private final long offset;

  private final String what;

  /**
   * @param file the segment's data
   * @param position the first byte in it that is not known to be right
   * @param offset the first message that is not
   */
  StoreDamaged(Path file, long position, long offset, String what) {
    super("%s is damaged from byte %d on, message %d: %s".formatted(file, position, offset, what));
    this.file = file;
    this.position = position;
    this.offset = offset;
    this.what = what;
  }

  /** The same for another thread, with its own stack. */
  StoreDamaged again() {
    return new StoreDamaged(file, position, offset, what);
  }

  /** The file of data that is damaged, or whose index is. */
  public Path file() {
    return file;
  }

  /** The first byte of the file that is not known to be right. */
  public long position() {
    return position;
  }

  /** The first message that is not known to be right. */
  public long offset() {
    return offset;
  }
}
