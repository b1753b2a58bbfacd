package dev.leat.net;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file by which a Unix-domain socket is found. The system makes it when a server binds, and
 * leaves it when the server has gone, so that nobody can bind there again before it is removed.
 */
final class SocketFile {
  private static final int TYPE = 0170000;
  private static final int SOCKET = 0140000;

  private static final Duration YOUTH = Duration.ofSeconds(1);

  /** With others that start in the same place, each of which waits for {@link #YOUTH} at most. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration PAUSE = Duration.ofMillis(20);

  private final Path path;
  private final @Nullable Object key;

  private SocketFile(Path path, @Nullable Object key) {
    this.path = path;
    this.key = key;
  }

  /**
   * The file of a socket that has just been bound, for those whom the mode lets in. For a moment it
   * was for those whom the system lets in by itself: if these were more, whoever has connected is
   * sent away.
   */
  static SocketFile of(Path path, ServerSocketChannel channel, int mode) throws IOException {
    var file = new SocketFile(path, key(path));
    try {
      Set<PosixFilePermission> wanted = permissions(mode);
      boolean narrower = !wanted.containsAll(Files.getPosixFilePermissions(path));
      Files.setPosixFilePermissions(path, wanted);
      if (narrower) {
        sendAway(channel);
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.remove();
      throw e;
    }
  }

  private static void sendAway(ServerSocketChannel channel) throws IOException {
    channel.configureBlocking(false);
    for (SocketChannel early; (early = channel.accept()) != null; ) {
      early.close();
    }
    channel.configureBlocking(true);
  }

  private static Set<PosixFilePermission> permissions(int mode) {
    var text = new StringBuilder("rwxrwxrwx");
    for (int i = 0; i < text.length(); i++) {
      if ((mode & 0400 >> i) == 0) {
        text.setCharAt(i, '-');
      }
    }
    return PosixFilePermissions.fromString(text.toString());
  }

  /**
   * Removes the file of a server that has gone. Of several that come together one does, so that
   * none removes what another has bound meanwhile.
   *
   * @throws BindException if there is a server, or a file that is no socket
   */
  static void makeRoom(Path path) throws IOException {
    if (!Files.exists(path, NOFOLLOW_LINKS)) {
      return;
    }
    try {
      ensureStale(path);
      try (var _ = FileClaim.to(path, PATIENCE)) {
        ensureStale(path);
        while (isYoung(path)) {
          Durations.sleep(PAUSE);
          ensureStale(path);
        }
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // There is room.
    }
  }

  private static void ensureStale(Path path) throws IOException {
    if (((int) Files.getAttribute(path, "unix:mode", NOFOLLOW_LINKS) & TYPE) != SOCKET) {
      throw new BindException("there is a file of that name that is no socket; it is left alone");
    }
    if (isServed(path)) {
      throw new BindException("another server listens there");
    }
  }

  /** Whether its server may be one that has bound it and comes to listen only now. */
  private static boolean isYoung(Path path) throws IOException {
    Duration age =
        Duration.between(
            Files.getLastModifiedTime(path, NOFOLLOW_LINKS).toInstant(), Instant.now());
    return age.abs().compareTo(YOUTH) < 0;
  }

  /** Whether there is a server, seen by connecting to it. */
  private static boolean isServed(Path path) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      probe.configureBlocking(false);
      probe.connect(UnixDomainSocketAddress.of(path));
      return true;
    } catch (ConnectException e) {
      return false;
    } catch (IOException e) {
      if (FileConnect.isBusy(e)) {
        return true;
      }
      throw e;
    }
  }

  /** What tells a file from another of the same name; null where the system does not say. */
  private static @Nullable Object key(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS).fileKey();
  }

  /** Removes the file, unless another has taken its place. */
  void remove() throws IOException {
    try {
      if (key != null && key.equals(key(path))) {
        Files.delete(path);
      }
    } catch (NoSuchFileException e) {
      // Somebody has removed it already.
    }
  }

  /** Why one could not listen there, for people. */
  static String explained(Path path, IOException e) {
    Path directory = path.toAbsolutePath().getParent();
    if (directory != null && !Files.isDirectory(directory)) {
      return "there is no directory " + directory;
    }
    String why =
        switch (e) {
          case AccessDeniedException denied -> "permission denied to " + denied.getFile();
          case FileSystemException other when other.getReason() != null -> other.getReason();
          default -> Causes.text(e);
        };
    return why.contains("ermission denied")
        ? why + " (may you write in " + directory + ", and is the file yours?)"
        : why;
  }
}
