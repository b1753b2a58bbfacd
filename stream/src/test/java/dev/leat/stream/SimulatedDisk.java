package dev.leat.stream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A disk that remembers what it was made to keep, and can lose the rest, or fail. */
final class SimulatedDisk implements Disk {
  private static final int PAGE = 4 << 10;

  /** Guards all of it: what happens to files happens one after the other. */
  private final ReentrantLock lock = new ReentrantLock();

  private final String boot;
  private final Map<Path, Kept> kept = new HashMap<>();

  /** Files whose names have been forced. */
  private final Set<Path> named = new HashSet<>();

  /** Files that have been deleted since names were forced, in this order. */
  private final List<Path> deleted = new ArrayList<>();

  /** What was in the place of files that have been moved since names were forced. */
  private final Map<Path, Kept> replaced = new HashMap<>();

  private int changesLeft = Integer.MAX_VALUE;
  private volatile boolean off;
  private volatile boolean forceFails;
  private final AtomicInteger forces = new AtomicInteger();

  /** Of a file. */
  private static final class Kept {
    /** Its bytes when they were last forced. */
    byte[] bytes = {};

    /** Pages that have been written since then, or since they could not be forced. */
    final BitSet written = new BitSet();

    /**
     * Has what was written last.
     *
     * @param now what is in the file
     */
    void keep(byte[] now) {
      byte[] then = Arrays.copyOf(bytes, now.length);
      for (int page = written.nextSetBit(0); page >= 0; page = written.nextSetBit(page + 1)) {
        int from = page * PAGE;
        int end = Math.min(from + PAGE, now.length);
        if (from < end) {
          System.arraycopy(now, from, then, from, end - from);
        }
      }
      written.clear();
      bytes = then;
    }

    /** Those that it had when it was deleted, or another was put in its place. */
    byte @Nullable [] whenDeleted;
  }

  /**
   * @param store what is in it, if it is there, has been kept
   */
  SimulatedDisk(String boot, Path store) throws IOException {
    this.boot = boot;
    if (Files.exists(store)) {
      try (Stream<Path> files = Files.list(store)) {
        for (Path file : (Iterable<Path>) files::iterator) {
          named.add(file);
          kept(file).bytes = Files.readAllBytes(file);
        }
      }
    }
  }

  private Kept kept(Path file) {
    return kept.computeIfAbsent(file, any -> new Kept());
  }

  /**
   * From now on it cannot be made to keep anything. As in a real system, what could not be kept
   * then is not tried again later, unless it is written again.
   */
  void failForce() {
    forceFails = true;
  }

  /** It can be made to keep what is written from now on. */
  void repair() {
    forceFails = false;
  }

  /** Cuts the power once there have been so many changes more. */
  void cutAfter(int changes) {
    lock.lock();
    try {
      changesLeft = changes;
    } finally {
      lock.unlock();
    }
  }

  /** Whether the power has been cut. */
  boolean isOff() {
    return off;
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
          .mapToLong(file -> file.getValue().bytes.length)
          .sum();
    } finally {
      lock.unlock();
    }
  }

  /** The position of the stream up to which index entries have been forced. */
  long indexKeptUpTo() {
    lock.lock();
    try {
      return kept.entrySet().stream()
          .filter(file -> file.getKey().toString().endsWith(StoreDirectory.INDEX))
          .mapToLong(file -> endOf(ByteBuffer.wrap(file.getValue().bytes)))
          .max()
          .orElse(0);
    } finally {
      lock.unlock();
    }
  }

  private static long endOf(ByteBuffer index) {
    if (index.limit() < 64) {
      return 0;
    }
    int header = index.getInt(12);
    long base = index.getLong(32);
    int entries = (index.limit() - header) / IndexEntry.BYTES;
    return entries < 1
        ? base
        : base + IndexEntry.decode(index, header + (entries - 1) * IndexEntry.BYTES).end();
  }

  /**
   * Cuts the power, and writes what is found afterwards to another directory: of what was not
   * forced, any page may be there or not, and so may names; what was deleted last may be there
   * again.
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
      for (Path file : deleted.subList(random.nextInt(deleted.size() + 1), deleted.size())) {
        byte[] before = kept(file).whenDeleted;
        if (before != null) {
          byte[] left = left(kept(file).bytes, before, random);
          Files.write(target.resolve(file.getFileName()), left);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** What is left of a file that is there. */
  private byte[] left(Path file, Random random) throws IOException {
    Kept before = replaced.get(file);
    return before != null && before.whenDeleted != null && random.nextBoolean()
        ? left(before.bytes, before.whenDeleted, random)
        : left(kept(file).bytes, Files.readAllBytes(file), random);
  }

  private static byte[] left(byte[] before, byte[] now, Random random) {
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
      int end = Math.min(Math.min(page + PAGE, length), now.length);
      if (random.nextDouble() < share && page < end) {
        System.arraycopy(now, page, left, page, end - page);
      }
    }
    return left;
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    lock.lock();
    try {
      boolean there = Files.exists(file);
      if (there) {
        checkPower();
      } else {
        change();
      }
      FileChannel channel = FileChannel.open(file, options);
      if (!there) {
        kept.remove(file); // another of this name, which was deleted
        deleted.remove(file);
      } else if (!kept.containsKey(file)) { // it came from elsewhere, and nobody has forced it
        kept(file).written.set(0, (int) Math.ceilDiv(Files.size(file), (long) PAGE));
      }
      return new Channel(file, kept(file), channel);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void delete(Path file) throws IOException {
    lock.lock();
    try {
      change();
      if (Files.exists(file)) {
        kept(file).whenDeleted = Files.readAllBytes(file);
        named.remove(file);
        deleted.add(file);
        Files.delete(file);
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void move(Path file, Path to) throws IOException {
    lock.lock();
    try {
      change();
      kept(to).whenDeleted = Files.readAllBytes(to);
      replaced.putIfAbsent(to, kept(to));
      SYSTEM.move(file, to);
      kept.put(to, kept(file));
      kept.remove(file);
      named.remove(file);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    lock.lock();
    try {
      force();
      deleted.clear();
      replaced.clear();
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

  private void change() throws IOException {
    if (changesLeft-- <= 0) {
      off = true;
    }
    checkPower();
  }

  private void force() throws IOException {
    change();
    if (forceFails) {
      throw new IOException("Input/output error");
    }
    forces.incrementAndGet();
  }

  private final class Channel extends ForwardingChannel {
    private final Path file;
    private final Kept kept;

    Channel(Path file, Kept kept, FileChannel channel) {
      super(channel);
      this.file = file;
      this.kept = kept;
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      lock.lock();
      try {
        change();
        int bytes = super.write(source, position);
        int first = (int) (position / PAGE);
        kept.written.set(first, (int) Math.ceilDiv(position + bytes, (long) PAGE));
        return bytes;
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void force(boolean metaData) throws IOException {
      lock.lock();
      try {
        if (forceFails) {
          kept.written.clear();
        }
        SimulatedDisk.this.force();
        byte[] whenDeleted = kept.whenDeleted;
        kept.keep(whenDeleted == null ? Files.readAllBytes(file) : whenDeleted);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      lock.lock();
      try {
        change();
        return super.truncate(size);
      } finally {
        lock.unlock();
      }
    }
  }
}
