package dev.leat.stream;

import java.io.IOException;
import java.nio.file.Path;

/** The machine's disk, but for how files are opened. */
interface ForwardingDisk extends Disk {
  @Override
  default void delete(Path file) throws IOException {
    SYSTEM.delete(file);
  }

  @Override
  default void move(Path file, Path to) throws IOException {
    SYSTEM.move(file, to);
  }

  @Override
  default void forceDirectory(Path directory) throws IOException {
    SYSTEM.forceDirectory(directory);
  }

  @Override
  default String boot() throws IOException {
    return SYSTEM.boot();
  }
}
