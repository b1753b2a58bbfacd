package dev.leat.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/** A disk that remembers what it was made to keep, and can lose the rest, or fail. */
final class SimulatedDisk implements Disk {
  private static final int PAGE = 4 << 10;

  /** Guards all of it: what happens to files happens one after the other. */
  private final ReentrantLock lock = new ReentrantLock();

  private final String boot;

  /** The bytes of files when they were last forced. */
  private final Map<Path, byte[]> kept = new HashMap<>();

  /** Files whose names have been forced. */
  private final Set<Path> named = new HashSet<>();

  private boolean off;
  private volatile boolean forceFails;
  private final AtomicInteger forces = new AtomicInteger();

  /**
   * @param store what is in it, if it is there, has been kept
   */
  SimulatedDisk(String boot, Path store) throws IOException {
    this.boot = boot;
    if (Files.exists(store)) {
      try (Stream<Path> files = Files.list(store)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          named.add(file);
          kept.put(file, Files.readAllBytes(file));
        }
      }
    }
  }

  /** From now on it cannot be made to keep anything. */
  void failForce() {
    forceFails = true;
  }

  /** How often something has been forced. */
  int forces() {
    return forces.get();
  }

  /** Bytes of messages from this offset on that have been forced, if a segment begins there. */
  long keptSince(long offset) {
    String first = "%020d".formatted(offset);
    lock.lock();
    try {
      return kept.entrySet().stream()
          .filter(file -> file.getKey().toString().endsWith(StoreDirectory.DATA))
          .filter(file -> file.getKey().getFileName().toString().compareTo(first) >= 0)
          .mapToLong(file -> file.getValue().length)
          .sum();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Cuts the power, and writes what is found afterwards to another directory: of what was not
   * forced, any page may be there or not.
   */
  void lose(Path store, Path target, Random random) throws IOException {
    lock.lock();
    try {
      off = true;
      Files.createDirectories(target);
      try (Stream<Path> files = Files.list(store)) {
        for (Path file : (Iterable<Path>) files.sorted()::iterator) {
          if (named.contains(file) || random.nextBoolean()) {
            Files.write(target.resolve(file.getFileName()), left(file, random));
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private byte[] left(Path file, Random random) throws IOException {
    byte[] now = Files.readAllBytes(file);
    byte[] before = kept.getOrDefault(file, new byte[0]);
    int length = before.length;
    if (now.length > before.length) {
      // The length is kept or not by itself, and not in whole pages.
      length +=
          random.nextInt(4) == 0 ? random.nextInt(now.length - length + 1) : now.length - length;
    } else if (now.length < before.length && random.nextBoolean()) {
      length = now.length;
    }
    byte[] left = Arrays.copyOf(before, length);
    double share = random.nextInt(5) / 4.0;
    for (int page = 0; page < length; page += PAGE) {
      if (random.nextDouble() < share) {
        int end = Math.min(Math.min(page + PAGE, length), now.length);
        System.arraycopy(now, page, left, page, Math.max(0, end - page));
      }
    }
    return left;
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    lock.lock();
    try {
      checkPower();
      return new Channel(file, FileChannel.open(file, options));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    lock.lock();
    try {
      checkPower();
      Files.deleteIfExists(file);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    lock.lock();
    try {
      checkForce();
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(named::add);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String boot() {
    return boot;
  }

  private void checkPower() throws IOException {
    if (off) {
      throw new IOException("the power is off");
    }
  }

  private void checkForce() throws IOException {
    checkPower();
    if (forceFails) {
      throw new IOException("Input/output error");
    }
    forces.incrementAndGet();
  }

  private final class Channel extends ForwardingChannel {
    private final Path file;

    Channel(Path file, FileChannel channel) {
      super(channel);
      this.file = file;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      lock.lock();
      try {
        checkPower();
        return super.write(source, position);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      lock.lock();
      try {
        checkForce();
        // A file that has been deleted is forced in vain.
        boolean there = Files.exists(file);
        kept.put(file, there ? Files.readAllBytes(file) : new byte[(int) size()]);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      lock.lock();
      try {
        checkPower();
        return super.truncate(size);
      } finally {
        lock.unlock();
      }
    }
  }
}
