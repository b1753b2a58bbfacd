package dev.leat.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The machine's disk, with bytes that cannot be read, and files that take long to be opened. */
final class WornDisk implements ForwardingDisk {
  private static final int PAGE = 4 << 10;

  private final Map<Path, Long> worn = new ConcurrentHashMap<>();
  private final AtomicInteger failures = new AtomicInteger();
  private final Map<Path, Held> held = new ConcurrentHashMap<>();

  private record Held(CountDownLatch waiting, CountDownLatch over) {}

  /** Null if it is the machine's. */
  private final @Nullable String boot;

  WornDisk() {
    this(null);
  }

  /** After the machine has been started again. */
  WornDisk(@Nullable String boot) {
    this.boot = boot;
  }

  /** From now on this byte of the file cannot be read. */
  void wear(Path file, long position) {
    worn.put(file, position);
  }

  /** How often somebody has tried. */
  int failures() {
    return failures.get();
  }

  /** Whoever opens the file waits until the latch is counted down. */
  CountDownLatch hold(Path file) {
    var over = new CountDownLatch(1);
    held.put(file, new Held(new CountDownLatch(1), over));
    return over;
  }

  /** Waits until somebody does. */
  void awaitHeld(Path file) throws InterruptedException {
    Held waiting = held.get(file);
    if (waiting == null
        || !waiting.waiting.await(Task.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nobody opens " + file);
    }
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    Held here = held.get(file);
    if (here != null) {
      here.waiting.countDown();
      try {
        here.over.await();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
    }
    return new Worn(file, SYSTEM.open(file, options));
  }

  @Override
  public String boot() throws IOException {
    return boot == null ? SYSTEM.boot() : boot;
  }

  private final class Worn extends ForwardingChannel {
    private final Path file;

    Worn(Path file, FileChannel channel) {
      super(channel);
      this.file = file;
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      Long bad = worn.get(file);
      if (bad == null || bad < position || bad >= position + target.remaining()) {
        return super.read(target, position);
      }
      long before = bad / PAGE * PAGE; // As the system does it: pages before that are read.
      if (before <= position) {
        failures.incrementAndGet();
        throw new IOException("Input/output error");
      }
      int limit = target.limit();
      target.limit(target.position() + (int) (before - position));
      try {
        return super.read(target, position);
      } finally {
        target.limit(limit);
      }
    }
  }
}
