package dev.leat.cli.feed;

import static org.awaitility.Awaitility.await;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client that reads as fast as it can, on a thread of its own, until the feed closes it. */
final class Reader {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final AtomicLong bytes = new AtomicLong();
  private final FutureTask<Digest> digest;

  private Reader(Subscriber client) {
    digest =
        new FutureTask<>(() -> {
          try (client) {
            return Digest.of(counted(client.in()));
          }
        });
  }

  static Reader start(int port) throws IOException {
    var reader = new Reader(Subscriber.to(port));
    Thread.startVirtualThread(reader.digest);
    return reader;
  }

  private InputStream counted(InputStream in) {
    return new FilterInputStream(in) {
      @Override
      public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        bytes.addAndGet(Math.max(0, count));
        return count;
      }
    };
  }

  /** Waits until so many bytes have come. */
  void awaitBytes(long count) {
    await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> bytes.get() >= count || isDone());
  }

  boolean isDone() {
    return digest.isDone();
  }

  /** Waits for the end. */
  Digest digest() throws Exception {
    return digest.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
