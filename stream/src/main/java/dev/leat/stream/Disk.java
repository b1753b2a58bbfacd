package dev.leat.stream;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** What a store needs of the machine: files that can be forced, and whether it has been off. */
interface Disk {
  /** Opens or creates a file, as {@link FileChannel#open(Path, OpenOption...)}. */
  FileChannel open(Path file, OpenOption... options) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path file) throws IOException;

  /** Gives a file the name of another, in whose place it is from then on, or of none. */
  void move(Path file, Path to) throws IOException;

  /** Makes the names of the files in the directory last. */
  void forceDirectory(Path directory) throws IOException;

  /**
   * Which run of the operating system this is: what has been written in the same run is there, also
   * if it has not been forced. Empty if that cannot be told.
   */
  String boot() throws IOException;

  /** The machine's own. */
  Disk SYSTEM =
      new Disk() {
        private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

        // Windows opens no directories, and has their names last by itself.
        private static final boolean DIRECTORIES_OPEN =
            Path.of("").getFileSystem().getSeparator().equals("/");

        @Override
        public FileChannel open(Path file, OpenOption... options) throws IOException {
          return FileChannel.open(file, options);
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.deleteIfExists(file);
        }

        @Override
        public void move(Path file, Path to) throws IOException {
          Files.move(file, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void forceDirectory(Path directory) throws IOException {
          if (DIRECTORIES_OPEN) {
            try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
              channel.force(true);
            }
          }
        }

        @Override
        public String boot() throws IOException {
          return Files.isReadable(BOOT) ? Files.readString(BOOT).strip() : "";
        }
      };
}
