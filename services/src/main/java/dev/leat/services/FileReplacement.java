package dev.leat.services;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The turn of one who changes a small file of secrets: from reading it until it is replaced as a
 * whole. Whoever else wants to, in this process or another, waits. A file that is not there is made
 * empty; a symbolic link stays one.
 */
final class FileReplacement implements Closeable {
  private static final boolean POSIX =
      FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  private static final int PAUSE_MILLIS = 10;

  private final Path file;
  private final FileChannel channel;

  private FileReplacement(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Waits for its turn. */
  static FileReplacement of(Path path) throws IOException {
    while (true) {
      create(path);
      Path file = path.toRealPath();
      Object key = key(file);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      boolean current = false;
      try {
        lock(channel);
        // What somebody else has replaced meanwhile is not the file any more.
        current = Objects.equals(key, key(file));
      } finally {
        if (!current) {
          channel.close();
        }
      }
      if (current) {
        return new FileReplacement(file, channel);
      }
    }
  }

  private static void create(Path path) throws IOException {
    try {
      Files.createFile(path, ownerAlone());
    } catch (FileAlreadyExistsException e) {
      // As it should be.
    }
  }

  private static @Nullable Object key(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private static void lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        channel.lock(); // until the channel is closed
        return;
      } catch (OverlappingFileLockException e) {
        pause(); // Another thread of this process has it, for which the system does not wait.
      }
    }
  }

  private static void pause() throws ClosedByInterruptException {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClosedByInterruptException();
    }
  }

  /** Replaces the file. */
  void with(String text) throws IOException {
    Path draft =
        Files.createTempFile(file.getParent(), file.getFileName() + ".", ".new", ownerAlone());
    try {
      if (POSIX) {
        keepOwners(draft);
      }
      try (var drafted = FileChannel.open(draft, StandardOpenOption.WRITE)) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
        while (bytes.hasRemaining()) {
          drafted.write(bytes);
        }
        drafted.force(true);
      }
      move(draft);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  /** Who can read it now still can, but for everybody. */
  private void keepOwners(Path draft) throws IOException {
    PosixFileAttributes old = Files.readAttributes(file, PosixFileAttributes.class);
    var view = Files.getFileAttributeView(draft, PosixFileAttributeView.class);
    PosixFileAttributes own = view.readAttributes();
    try {
      if (!old.owner().equals(own.owner())) {
        view.setOwner(old.owner());
      }
      if (!old.group().equals(own.group())) {
        view.setGroup(old.group());
      }
    } catch (IOException e) {
      throw new IOException(
          "%s is %s's (group %s) and has to stay so: run this as that user"
              .formatted(file, old.owner().getName(), old.group().getName()),
          e);
    }
    boolean groupReads =
        old.permissions().contains(PosixFilePermission.GROUP_READ)
            && !old.permissions().contains(PosixFilePermission.OTHERS_READ);
    if (groupReads) {
      view.setPermissions(PosixFilePermissions.fromString("rw-r-----"));
    }
  }

  private void move(Path draft) throws IOException {
    try {
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException e) {
      Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static FileAttribute<?>[] ownerAlone() {
    return POSIX
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Lets the next one have its turn. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
