package dev.leat.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The machine's disk, on which a write to an index can be held up or find no room. */
final class FillingDisk implements ForwardingDisk {
  private record Full(int bytes, IntConsumer whenFull) {}

  private final AtomicReference<@Nullable Full> full = new AtomicReference<>();
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile CountDownLatch waiting = new CountDownLatch(0);
  private final AtomicInteger looks = new AtomicInteger();

  /**
   * The next write to an index that begins comes so far and no further.
   *
   * @param whenFull called with the bytes that were written, before the writer is told
   */
  void fillAfter(int bytes, IntConsumer whenFull) {
    full.set(new Full(bytes, whenFull));
  }

  /** Writes to an index wait until the latch is counted down. */
  CountDownLatch hold() {
    waiting = new CountDownLatch(1);
    held = new CountDownLatch(1);
    return held;
  }

  /** Waits until one does. */
  void awaitHeld() throws InterruptedException {
    if (!waiting.await(Task.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("nothing is written to an index");
    }
  }

  /** How often an index has been read. */
  int looks() {
    return looks.get();
  }

  @Override
  public FileChannel open(Path file, OpenOption... options) throws IOException {
    FileChannel channel = SYSTEM.open(file, options);
    return file.toString().endsWith(StoreDirectory.INDEX) ? new Index(channel) : channel;
  }

  private final class Index extends ForwardingChannel {
    Index(FileChannel channel) {
      super(channel);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
      looks.incrementAndGet();
      return super.read(target, position);
    }

    @Override
    public int write(ByteBuffer source, long position) throws IOException {
      Full now = full.getAndSet(null);
      waiting.countDown();
      try {
        held.await();
      } catch (InterruptedException e) {
        throw new AssertionError("nobody interrupts", e);
      }
      if (now == null) {
        return super.write(source, position);
      }
      int bytes = Math.min(now.bytes, source.remaining() - 1);
      super.write(source.slice(source.position(), bytes), position);
      now.whenFull.accept(bytes);
      throw new IOException("No space left on device");
    }
  }
}
