package dev.leat.stream;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A stream's directory, held by its only writer: two files for each segment and those beside them,
 * named after its first message; {@code lock}, which is locked as long as the writer lives; and
 * {@code state}.
 */
final class StoreDirectory implements AutoCloseable {
  static final String DATA = ".data";
  static final String INDEX = ".index";
  static final String SOURCES = ".sources";
  static final String PRODUCERS = ".producers";

  /** Of a file that is to be put in the place of another. */
  private static final String REPLACEMENT = ".new";

  private static final String LOCK = "lock";
  private static final String STATE = "state";

  /**
   * What the lock file of a store that is no more holds, for those who have it open: it has no name
   * any more, and there may be another by the time that they get it.
   */
  private static final String REMOVED = "removed\n";

  private static final int DIGITS = 20;

  /**
   * Directories that this process writes. The system's locks belong to a process as a whole, and
   * opening a lock file a second time and closing it lets go of them: so a second opening in the
   * same process must be turned away before it comes near the file.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  /**
   * Guards the lock files against this process itself: only one at a time {@linkplain
   * #isBeingWritten() looks} whether a store is held, and nobody takes one meanwhile.
   */
  private static final ReentrantLock LOOKING = new ReentrantLock();

  /** Whoever looks, in another process, has the lock for a moment. */
  private static final int GLANCES = 5;

  private static final long GLANCE_NANOS = Duration.ofMillis(10).toNanos();

  /** How long it is believed that a writer is gone. */
  private static final long GONE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Path path;
  private final Path held;
  private final Disk disk;

  /** Null if it is only looked at. */
  private final @Nullable FileChannel lockFile;

  private final @Nullable FileChannel stateFile;

  /** How the last writer left it; null if that is not known. */
  private final @Nullable StoreState before;

  private final AtomicBoolean closed = new AtomicBoolean();

  /** A state whose writer was gone when the lock was last looked at; null if none was. */
  private @Nullable StoreState abandoned;

  /** When that was. */
  private long abandonedAt;

  private StoreDirectory(
      Path path,
      Path held,
      Disk disk,
      @Nullable FileChannel lockFile,
      @Nullable FileChannel stateFile,
      @Nullable StoreState before) {
    this.path = path;
    this.held = held;
    this.disk = disk;
    this.lockFile = lockFile;
    this.stateFile = stateFile;
    this.before = before;
  }

  /**
   * Creates the directory if it is not there, and takes it for one writer.
   *
   * @throws StoreUnusable if another writer has it, it cannot be written, or holds something else
   */
  static StoreDirectory take(Path path, Disk disk) throws IOException {
    Path held = create(path, disk);
    if (!hold(held)) {
      throw new StoreUnusable("the store " + path + " is being written by this process already");
    }
    FileChannel lockFile = null;
    FileChannel stateFile = null;
    try {
      refuseOthers(path);
      lockFile = writable(path, path.resolve(LOCK), disk);
      FileLock lock = lock(lockFile);
      StoreState before = StoreState.read(path.resolve(STATE));
      if (lock == null) {
        throw new StoreUnusable(
            "the store %s is being written by another process%s: a store has one writer"
                .formatted(path, before == null ? "" : ", " + before.writer()));
      }
      if (lockFile.size() == REMOVED.length()) {
        throw new StoreUnusable("the store " + path + " has just been removed: try again");
      }
      stateFile = writable(path, path.resolve(STATE), disk);
      deleteReplacements(path, disk);
      return new StoreDirectory(path, held, disk, lockFile, stateFile, before);
    } catch (IOException | RuntimeException | Error e) {
      closeAll(e, stateFile, lockFile);
      HELD.remove(held);
      throw e;
    }
  }

  /** Notes that this process has a store; false if it has it already. */
  private static boolean hold(Path held) {
    LOOKING.lock();
    try {
      return HELD.add(held);
    } finally {
      LOOKING.unlock();
    }
  }

  /** Locks the file; null if a writer has it. */
  private static @Nullable FileLock lock(FileChannel file) throws IOException {
    FileLock lock = file.tryLock();
    for (int i = 0; lock == null && i < GLANCES; i++) {
      LockSupport.parkNanos(GLANCE_NANOS);
      lock = file.tryLock();
    }
    return lock;
  }

  /**
   * Looks at a store that others may write.
   *
   * @throws StoreUnusable if it is not there
   */
  static StoreDirectory look(Path path, Disk disk) throws IOException {
    if (Files.isRegularFile(path)) {
      throw new StoreUnusable(path + " is a file, and a store is a directory");
    }
    if (!Files.isDirectory(path)) {
      throw new StoreUnusable("there is no store " + path);
    }
    if (!Files.isReadable(path) || !Files.isExecutable(path)) {
      throw new StoreUnusable("the store " + path + " cannot be read: permission denied");
    }
    StoreState state = StoreState.read(path.resolve(STATE));
    return new StoreDirectory(path, path.toRealPath(), disk, null, null, state);
  }

  private static Path create(Path path, Disk disk) throws IOException {
    try {
      if (!Files.isDirectory(path)) {
        Files.createDirectories(path);
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
          disk.forceDirectory(parent);
        }
      }
      return path.toRealPath();
    } catch (FileAlreadyExistsException e) {
      throw new StoreUnusable("the store " + path + " is a file, not a directory", e);
    } catch (FileSystemException e) {
      throw cannotWrite(path, e);
    }
  }

  /** A directory that somebody has named by mistake is left as it is. */
  private static void refuseOthers(Path path) throws IOException {
    if (Files.exists(path.resolve(LOCK))) {
      return;
    }
    var other =
        names(path).stream()
            .filter(name -> !isOurs(name) && !name.startsWith(".") && !name.equals("lost+found"))
            .findFirst();
    if (other.isPresent()) {
      throw new StoreUnusable(
          "%s is no store: it holds %s; name a directory that is empty or not there"
              .formatted(path, other.get()));
    }
  }

  /** Whether a writer has the store at this moment. */
  boolean isBeingWritten() throws IOException {
    LOOKING.lock();
    try {
      if (HELD.contains(held)) {
        return true;
      }
      Path file = path.resolve(LOCK);
      if (!Files.exists(file)) {
        return false;
      }
      try (FileChannel channel = disk.open(file, READ);
          FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
        return lock == null;
      }
    } finally {
      LOOKING.unlock();
    }
  }

  /**
   * Whether a writer has the store, for one who asks again and again: the lock is looked at only
   * where the state does not tell already. The next writer's may be the same, where processes have
   * the same number each time: so it is not believed for long that one is gone.
   */
  boolean isStillBeingWritten() throws IOException {
    StoreState state = StoreState.read(path.resolve(STATE));
    boolean over =
        state != null // else it may be about to be written
            && (state.closed() >= 0
                || !state.boot().equals(disk.boot())
                || (state.equals(abandoned) && System.nanoTime() - abandonedAt < GONE_NANOS));
    if (over && !HELD.contains(held)) {
      return false;
    }
    boolean written = isBeingWritten();
    abandoned = written ? null : state;
    abandonedAt = System.nanoTime();
    return written;
  }

  /** Who was to put them in the place of others has been broken off. */
  private static void deleteReplacements(Path path, Disk disk) throws IOException {
    for (String name : names(path)) {
      if (isReplacement(name)) {
        disk.delete(path.resolve(name));
      }
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    } catch (UncheckedIOException e) {
      throw e.getCause(); // of a disk that fails while it is read
    }
  }

  private static boolean isReplacement(String name) {
    return name.endsWith(REPLACEMENT)
        && isOurs(name.substring(0, name.length() - REPLACEMENT.length()));
  }

  private static boolean isOurs(String name) {
    return Stream.of(DATA, INDEX, SOURCES, PRODUCERS).anyMatch(suffix -> base(name, suffix) >= 0)
        || name.equals(STATE);
  }

  private static FileChannel writable(Path store, Path file, Disk disk) throws IOException {
    try {
      return disk.open(file, CREATE, READ, WRITE);
    } catch (FileSystemException e) {
      throw cannotWrite(store, e);
    }
  }

  private static StoreUnusable cannotWrite(Path store, FileSystemException e) {
    String reason = e.getReason() == null ? "permission denied" : e.getReason();
    return new StoreUnusable("the store %s cannot be written: %s".formatted(store, reason), e);
  }

  private static void closeAll(Throwable failure, @Nullable FileChannel... channels) {
    for (FileChannel channel : channels) {
      if (channel != null) {
        try {
          channel.close();
        } catch (IOException e) {
          failure.addSuppressed(e);
        }
      }
    }
  }

  Path path() {
    return path;
  }

  Disk disk() {
    return disk;
  }

  /** How the last writer left it; null if that is not known. */
  @Nullable StoreState before() {
    return before;
  }

  /**
   * The number of the file of the state, for a writer to note. One that forces nothing leaves a
   * copy what it is.
   */
  String stateNumber(Sync sync) throws IOException {
    return before != null && sync == Sync.NONE && isCopied() ? before.inode() : stateNumber();
  }

  /** That number, which another has that is a copy; empty where files have none. */
  private String stateNumber() throws IOException {
    try {
      return Files.getAttribute(path.resolve(STATE), "unix:ino").toString();
    } catch (UnsupportedOperationException e) {
      return "";
    }
  }

  /** Whether the last writer knew what was forced of another store, of which this is a copy. */
  boolean isCopied() throws IOException {
    return before != null && before.isCopied(stateNumber());
  }

  /**
   * Whether a loss of power may have left the end of the stream as it is, and no writer has opened
   * the store since then.
   */
  boolean mayBeTorn() throws IOException {
    StoreState state = StoreState.read(path.resolve(STATE));
    return state == null || !(state.wasClosed() || state.isOf(disk.boot()));
  }

  /**
   * Notes that there is a writer now; also the name of the note is forced, lest nobody knows after
   * a loss of power how the store was kept.
   *
   * @throws StoreUnusable if that cannot be written
   */
  void enter(StoreState state) throws IOException {
    try {
      save(state, true);
      force();
    } catch (IOException e) {
      throw new StoreUnusable(
          "the store %s cannot be written: %s".formatted(path, e.getMessage()), e);
    }
  }

  void save(StoreState state, boolean force) throws IOException {
    FileChannel file = Objects.requireNonNull(stateFile);
    state.write(file);
    if (force) {
      file.force(true);
    }
  }

  /** The file of a segment's messages. */
  Path data(long base) {
    return path.resolve(name(base) + DATA);
  }

  /** The file of a segment's index. */
  Path index(long base) {
    return path.resolve(name(base) + INDEX);
  }

  /** The file of where a segment's messages came from. */
  Path sources(long base) {
    return path.resolve(name(base) + SOURCES);
  }

  /** The file of what producers had sent before a segment. */
  Path producers(long base) {
    return path.resolve(name(base) + PRODUCERS);
  }

  /** Where the file is made that is to be put in the place of this one. */
  Path replacement(Path file) {
    return file.resolveSibling(file.getFileName() + REPLACEMENT);
  }

  /** Bytes of what a segment has beside its data and index. */
  long beside(long base) throws IOException {
    return sizeOf(sources(base)) + sizeOf(producers(base));
  }

  private static long sizeOf(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static String name(long base) {
    return "%020d".formatted(base);
  }

  /** First messages of the segments of which one of the files is there. */
  NavigableSet<Long> bases() throws IOException {
    var bases = new TreeSet<Long>();
    for (String name : names(path)) {
      long base = Math.max(base(name, DATA), base(name, INDEX));
      if (base >= 0) {
        bases.add(base);
      }
    }
    return bases;
  }

  /** The number in a segment's file name; -1 if it is another's. */
  private static long base(String name, String suffix) {
    if (name.length() != DIGITS + suffix.length() || !name.endsWith(suffix)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(0, DIGITS));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /**
   * Deletes a segment. The data goes first: an index without data at the beginning of a store is
   * one that was being deleted, and holds nothing. So the index goes last of all.
   */
  void delete(long base) throws IOException {
    disk.delete(data(base));
    disk.delete(sources(base));
    disk.delete(producers(base));
    disk.delete(index(base));
  }

  /**
   * Deletes the newest segment, of which the state no longer speaks. The index goes first: data
   * without index at the end of a store is what was being created, or cut off.
   */
  void deleteNewest(long base) throws IOException {
    disk.delete(index(base));
    disk.delete(sources(base));
    disk.delete(producers(base));
    disk.delete(data(base));
  }

  /** Deletes the store, and its directory unless there are files of others in it. */
  void remove() throws IOException {
    for (long base : bases()) {
      delete(base);
    }
    disk.delete(path.resolve(STATE));
    disk.delete(path.resolve(LOCK));
    Objects.requireNonNull(lockFile).write(US_ASCII.encode(REMOVED));
    try {
      Files.delete(held);
    } catch (DirectoryNotEmptyException e) {
      // It is theirs now.
    }
  }

  /** Makes the names of its files last. */
  void force() throws IOException {
    disk.forceDirectory(path);
  }

  /** More than once is as good as once: another may have the store by then. */
  @Override
  public void close() throws IOException {
    if (lockFile == null || stateFile == null || !closed.compareAndSet(false, true)) {
      return;
    }
    try (lockFile) {
      stateFile.close();
    } finally {
      HELD.remove(held);
    }
  }
}
