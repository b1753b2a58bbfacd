package dev.leat.stream;

import java.io.IOException;
import java.nio.file.Path;

/**
 * A stored stream as it lies on disk, to be looked at without being opened: also while another
 * process writes it, up to the last message in its index. Any thread may call.
 */
public final class Store {
  private final Path path;
  private final Disk disk;

  private Store(Path path, Disk disk) {
    this.path = path;
    this.disk = disk;
  }

  /**
   * The store in this directory.
   *
   * @throws StoreUnusable if there is none
   */
  public static Store at(Path directory) throws IOException {
    return at(directory, Disk.SYSTEM);
  }

  static Store at(Path directory, Disk disk) throws IOException {
    StoreDirectory store = StoreDirectory.look(directory, disk);
    if (store.before() == null && store.bases().isEmpty()) {
      throw new StoreUnusable("there is no stream in " + directory);
    }
    return new Store(directory, disk);
  }

  /** Its directory. */
  public Path path() {
    return path;
  }

  /**
   * What is in it, by its headers and indexes alone: the messages are not looked at.
   *
   * @throws StoreUnusable if it is of another version of the format
   * @throws StoreDamaged if a segment has no header that can be read
   */
  public StoreInfo inspect() throws IOException {
    return new StoreSurvey(StoreDirectory.look(path, disk)).info();
  }

  /**
   * Reads all of it, and compares each entry of the index with its messages, and each segment with
   * the next. What is wrong does not end it.
   *
   * @param progress is told how far it has come
   */
  public Verification verify(Progress progress) throws IOException {
    return new Verifier(StoreDirectory.look(path, disk), progress).verify();
  }

  /**
   * Takes the store as its writer, to take messages away at one of its ends.
   *
   * @throws StoreUnusable if another writer has it, or it cannot be written
   */
  public Truncation truncation() throws IOException {
    return Truncation.of(StoreDirectory.take(path, disk));
  }

  /**
   * Deletes the store if no message has ever been in it. What else lies in its directory stays.
   *
   * @return whether it is deleted
   * @throws StoreUnusable if another writer has it, or it cannot be written
   */
  public boolean deleteIfEmpty() throws IOException {
    try (StoreDirectory directory = StoreDirectory.take(path, disk)) {
      boolean empty = new StoreSurvey(directory).ends().next() == 0;
      if (empty) {
        directory.remove();
      }
      return empty;
    }
  }

  /** Is told how far a verification has come. */
  @FunctionalInterface
  public interface Progress {
    /**
     * A part has been looked at.
     *
     * @param bytes of messages that have been read so far
     * @param total bytes of messages that there were at the beginning
     */
    void read(long bytes, long total);
  }
}
