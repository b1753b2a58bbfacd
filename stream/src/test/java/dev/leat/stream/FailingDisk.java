package dev.leat.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** A disk with which nothing is changed any more after some steps: its user has been broken off. */
final class FailingDisk implements Disk {
  private final Disk disk;
  private int left;

  /**
   * @param steps files that may still be opened to be changed, or deleted, or moved, or have their
   *     names forced
   */
  FailingDisk(Disk disk, int steps) {
    this.disk = disk;
    this.left = steps;
  }

  private void step() throws BrokenOff {
    if (left-- <= 0) {
      throw new BrokenOff();
    }
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    if (Arrays.asList(options).contains(StandardOpenOption.WRITE)) {
      step();
    }
    return disk.open(file, options);
  }

  @Override
  public void delete(Path file) throws IOException {
    step();
    disk.delete(file);
  }

  @Override
  public void move(Path file, Path to) throws IOException {
    step();
    disk.move(file, to);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    step();
    disk.forceDirectory(directory);
  }

  @Override
  public String boot() throws IOException {
    return disk.boot();
  }

  /** The step that was one too many. */
  static final class BrokenOff extends IOException {
    private static final long serialVersionUID = 1;

    BrokenOff() {
      super("broken off");
    }
  }
}
