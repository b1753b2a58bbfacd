package dev.leat.services;

import dev.leat.codec.Text;
import dev.leat.framing.CodecException;
import dev.leat.framing.Decoder;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import dev.leat.net.Connection;
import dev.leat.net.ReceiveTimeout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A conversation in short texts, with people and with programs alike. A person ends a line; many a
 * program sends its message without any end, and waits. So a question is a line, or what has come
 * when nothing more comes for 200 milliseconds; once a peer has sent a line end, only lines count.
 * An answer has a line end where its question had one.
 *
 * <p>This is for connections with the framing {@code raw}. Where there is another, it says what a
 * question is, and answers have no line ends of their own.
 *
 * <p>Texts are UTF-8. A peer that sends anything else, or a line that is too long or takes too long
 * ({@link dev.leat.net.ConnectionOptions}), is told so, and whoever asked gets the exception. Used
 * by one thread.
 */
public final class Dialogue {
  private static final Duration QUIET = Duration.ofMillis(200);
  private static final int LINE = 256;

  private final Connection connection;
  private final boolean framed;
  private final Decoder lines;
  private final Duration patience;

  /** What has come and is not part of a question yet, from position to limit. */
  private ByteBuffer input = ByteBuffer.allocate(LINE).limit(0);

  private boolean ended;
  private boolean onlyLines;

  /** The last question was ended by silence: its line end may still come. */
  private boolean silenced;

  /** A conversation over this connection. */
  public Dialogue(Connection connection) {
    this(connection, connection.options().decoder().max());
  }

  /**
   * A conversation in texts of at most so many bytes, which the connection's own limit may make
   * fewer.
   */
  public Dialogue(Connection connection, int longest) {
    var options = connection.options();
    this.connection = connection;
    this.framed = options.framing().selfDelimiting();
    this.lines =
        Framing.delimiter((byte) '\n')
            .decoder(options.decoder().max(Math.min(longest, options.decoder().max())));
    this.patience = options.timeouts().message();
  }

  /**
   * Waits for the next question; null if the peer has finished.
   *
   * @throws CodecException if it is not UTF-8
   * @throws FramingException if it is too long
   * @throws ServiceException if it is not complete in time
   */
  public @Nullable Question next() throws IOException {
    try {
      return framed ? message() : lineOrSilence();
    } catch (CodecException | FramingException | ServiceException e) {
      tell(e);
      throw e;
    }
  }

  private void tell(IOException why) {
    try {
      connection.send(why.getMessage() + (framed ? "" : "\n"));
    } catch (IOException unsent) {
      why.addSuppressed(unsent);
    }
  }

  private @Nullable Question message() throws IOException {
    Message message = connection.receive();
    return message == null ? null : new Question(Text.utf8().decode(message.buffer()), "");
  }

  private @Nullable Question lineOrSilence() throws IOException {
    long begunAt = System.nanoTime();
    for (; ; ) {
      ByteBuffer line = lines.decode(input);
      if (line != null) {
        boolean late = silenced && !line.hasRemaining();
        onlyLines = true;
        silenced = false;
        if (!late) {
          return line(line);
        }
      } else if (ended) {
        ByteBuffer rest = lines.finish(input);
        return rest == null ? null : new Question(Text.utf8().decode(rest), "");
      } else if (!lines.begun(input)) {
        take(connection.receive());
        begunAt = System.nanoTime();
      } else if (!more(patience.minusNanos(System.nanoTime() - begunAt))) {
        ByteBuffer rest = lines.takePartial(input);
        silenced = true;
        return new Question(rest == null ? "" : Text.utf8().decode(rest), "");
      }
    }
  }

  /** Waits for more of a question; false if the peer is silent, and that is its end. */
  private boolean more(Duration left) throws IOException {
    boolean limited = !patience.isZero();
    if (limited && !left.isPositive()) {
      throw new ServiceException("no complete message within " + patience.toMillis() + " ms");
    }
    boolean silenceEnds = !onlyLines && (!limited || QUIET.compareTo(left) < 0);
    try {
      if (silenceEnds) {
        take(connection.receive(QUIET));
      } else if (limited) {
        take(connection.receive(left));
      } else {
        take(connection.receive());
      }
      return true;
    } catch (ReceiveTimeout e) {
      return !silenceEnds;
    }
  }

  private static Question line(ByteBuffer line) throws CodecException {
    int last = line.limit() - 1;
    boolean carriageReturn = line.hasRemaining() && line.get(last) == '\r';
    if (carriageReturn) {
      line.limit(last);
    }
    return new Question(Text.utf8().decode(line), carriageReturn ? "\r\n" : "\n");
  }

  private void take(@Nullable Message more) {
    if (more == null) {
      ended = true;
      return;
    }
    int needed = input.remaining() + more.size();
    if (input.capacity() - input.limit() < more.size()) {
      // Half of it stays free, so that what comes byte by byte is not moved at each byte.
      input =
          needed <= input.capacity() / 2
              ? input.compact().flip()
              : ByteBuffer.allocate(2 * needed).put(input).flip();
    }
    int from = input.position();
    int end = input.limit();
    input.limit(end + more.size()).put(end, more.bytes());
    input.position(from);
  }

  /** Answers a question. */
  public void answer(Question question, String text) throws IOException {
    connection.send(text + question.lineEnd());
  }
}
