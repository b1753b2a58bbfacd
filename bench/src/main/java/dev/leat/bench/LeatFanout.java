package dev.leat.bench;

import dev.leat.framing.Framing;
import dev.leat.net.Server;
import dev.leat.net.Tls;
import dev.leat.stream.Cursor;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;

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

  private final CountDownLatch awaited;

  private LeatFanout(int subscribers) {
    awaited = new CountDownLatch(subscribers);
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
    try (var stream = MessageLog.inMemory(Framing.lines(), options);
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
      } else {
        publishWithoutLimit(stream, size);
      }
    }
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

  private static void publishAtRate(MessageLog stream, int size, int rate) throws IOException {
    StampedMessage message = new StampedMessage(size);
    Ticks ticks = Ticks.perSecond(rate);
    for (long number = 0; ; number++) {
      byte[] bytes = message.stamp(ticks.await(number), number);
      stream.append(ByteBuffer.wrap(bytes, 0, size - 1)); // the framing adds the LF
    }
  }
}
