package dev.leat.bench;

import dev.leat.framing.Framing;
import dev.leat.net.Server;
import dev.leat.net.Tls;
import dev.leat.stream.Cursor;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import dev.leat.stream.StoreOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Sends one stream to all clients with Leat: either as fast as they take it, where publishing waits
 * for the slowest and nothing is lost, or at a fixed rate, where slow ones skip. Its counterpart is
 * {@link dev.leat.bench.peer.NettyFanout}.
 */
public final class LeatFanout {
  /**
   * How far behind a client may be at a fixed rate before it skips: as much as Netty's channels
   * keep for one before they are not writable.
   */
  private static final long MOST_BEHIND = 64 << 10;

  /** Where the stream is stored, if it is to be; empty if it is only to be published likewise. */
  private static final String STORE = "leat.bench.store";

  /** What is published at once then, as a feed does that reads a file. */
  private static final int BATCH = 64 << 10;

  private final CountDownLatch awaited;

  private LeatFanout(int subscribers) {
    awaited = new CountDownLatch(subscribers);
  }

  /** What tells a JVM to publish in batches, and to store the stream in this directory if any. */
  public static String storeOption(String directory) {
    return "-D" + STORE + "=" + directory;
  }

  /**
   * Called with the port, the size of a message with its LF, the number of clients to wait for, and
   * optionally the messages a second.
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 3 || arguments.length > 4) {
      System.err.println("usage: LeatFanout PORT SIZE SUBSCRIBERS [RATE]");
      System.exit(2);
    }
    int size = Integer.parseInt(arguments[1]);
    LeatFanout fanout = new LeatFanout(Integer.parseInt(arguments[2]));
    boolean limited = arguments.length == 4;
    LogOptions options =
        limited
            ? LogOptions.standard().slow(Slow.SKIP).retention(MOST_BEHIND)
            : LogOptions.standard().slow(Slow.WAIT);
    String store = System.getProperty(STORE);
    try (var stream = stream(store, options);
        var server = server(arguments[0])) {
      server.start(connection -> {
        Cursor cursor = stream.cursor(Start.earliest());
        fanout.awaited.countDown();
        connection.subscribe(cursor);
      });
      System.err.println("listening on " + server.addresses().getFirst());
      fanout.awaited.await();
      if (limited) {
        publishAtRate(stream, size, Integer.parseInt(arguments[3]));
      } else if (store != null) {
        publishInBatches(stream, size);
      } else {
        publishWithoutLimit(stream, size);
      }
    }
  }

  private static MessageLog stream(@Nullable String store, LogOptions options) throws IOException {
    return store == null || store.isEmpty()
        ? MessageLog.inMemory(Framing.lines(), options)
        : MessageLog.open(Path.of(store), Framing.lines(), options, StoreOptions.standard());
  }

  private static Server server(String port) throws IOException {
    Identity identity = Identity.ofProperty();
    return identity == null
        ? Server.bind("127.0.0.1:" + port, Framing.lines())
        : Server.at("tls://127.0.0.1:" + port)
            .framing(Framing.lines())
            .options(o -> o.tls(Tls.standard().identity(identity.certificate(), identity.key())))
            .bind();
  }

  private static void publishWithoutLimit(MessageLog stream, int size) throws IOException {
    ByteBuffer message = ByteBuffer.allocateDirect(size - 1); // the framing adds the LF
    while (message.hasRemaining()) {
      message.put((byte) 'x');
    }
    while (true) {
      stream.append(message.rewind());
    }
  }

  private static void publishInBatches(MessageLog stream, int size) throws IOException {
    ByteBuffer batch = ByteBuffer.allocateDirect(BATCH / size * size);
    while (batch.hasRemaining()) {
      boolean last = (batch.position() + 1) % size == 0;
      batch.put((byte) (last ? '\n' : 'x'));
    }
    while (true) {
      stream.appendFrames(batch.rewind());
    }
  }

  private static void publishAtRate(MessageLog stream, int size, int rate) throws IOException {
    StampedMessage message = new StampedMessage(size);
    Ticks ticks = Ticks.perSecond(rate);
    for (long number = 0; ; number++) {
      byte[] bytes = message.stamp(ticks.await(number), number);
      stream.append(ByteBuffer.wrap(bytes, 0, size - 1)); // the framing adds the LF
    }
  }
}
