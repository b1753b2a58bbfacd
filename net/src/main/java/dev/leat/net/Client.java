package dev.leat.net;

import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import dev.leat.framing.TruncatedFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Talks with one server for as long as it is open, over one connection after the other. {@link
 * #connect} is for those for whom one connection is enough.
 *
 * <pre>{@code
 * try (var plc = Client.to("plc7:4000").framing("header:10")
 *         .reconnect(Backoff.standard(), again -> again.send(hello)).open()) {
 *   plc.send(command);
 *   Message reply = plc.receive(Duration.ofSeconds(2));
 * }
 * }</pre>
 *
 * <p>{@link #receive} spans outages: a peer that finishes, a connection that breaks or is silent
 * for too long is followed by a new one. {@link #send} waits for a connection, at most {@link
 * Timeouts#operation()}. Nothing is sent twice: what was on its way when a connection broke may be
 * lost, and send throws unless it is certain that nothing of it had left. What must arrive for
 * certain needs an answer from the peer, and the {@link Resend} hook.
 *
 * <p>One thread at a time receives; any number may send. Interrupt means stop: it closes the
 * client.
 */
public final class Client implements Conversation {
  private final Succession succession;
  private final Duration operation;

  Client(Succession succession, Duration operation) {
    this.succession = succession;
    this.operation = operation;
  }

  /**
   * Connects once, with everything but the framing as standard. Each address that the name has is
   * tried.
   *
   * @throws ConnectionException if none of them answers
   * @throws IllegalArgumentException if the text is no endpoint
   */
  public static Connection connect(String endpoint, Framing framing) throws IOException {
    return to(endpoint).framing(framing).open();
  }

  /** Connects once, the framing given by its text form. */
  public static Connection connect(String endpoint, String framing) throws IOException {
    return connect(endpoint, Framing.parse(framing));
  }

  /** The beginning of a connection, or of a client that reconnects, with options of its own. */
  public static ClientBuilder to(String endpoint) {
    return to(Endpoint.parse(endpoint));
  }

  /** The beginning of a connection, or of a client that reconnects, with options of its own. */
  public static ClientBuilder to(Endpoint endpoint) {
    return new ClientBuilder(endpoint);
  }

  /**
   * Waits for the next message, over outages. It never answers null.
   *
   * @throws FramingException if the bytes break the framing; the next call goes on with a new
   *     connection
   * @throws ConnectionException if the client is closed, or has given up
   */
  @Override
  public Message receive() throws IOException {
    for (; ; ) {
      Message message = receive(succession.await(), null);
      if (message != null) {
        return message;
      }
    }
  }

  @Override
  public Message receive(Duration limit) throws IOException {
    long nanos = Durations.nanos(limit);
    long start = System.nanoTime();
    for (; ; ) {
      long left = Math.max(0, nanos - (System.nanoTime() - start));
      Connection connection = succession.await(left);
      if (connection == null) {
        throw new ReceiveTimeout(peer(), limit);
      }
      left = Math.max(0, nanos - (System.nanoTime() - start));
      try {
        Message message = receive(connection, Duration.ofNanos(left));
        if (message != null) {
          return message;
        }
      } catch (ReceiveTimeout e) {
        throw new ReceiveTimeout(peer(), limit); // the whole of it
      }
    }
  }

  @Override
  public @Nullable Message arrived() throws IOException {
    Connection connection = succession.await(0);
    if (connection == null) {
      return null;
    }
    try {
      return connection.arrived();
    } catch (TruncatedFrame e) {
      succession.lost(connection, e);
      return null;
    } catch (FramingException e) {
      succession.lost(connection, e);
      throw e;
    }
  }

  /** The next message, or null if the connection has come to its end and another is to follow. */
  private @Nullable Message receive(Connection connection, @Nullable Duration limit)
      throws IOException {
    try {
      Message message = limit == null ? connection.receive() : connection.receive(limit);
      if (message == null) {
        succession.lost(connection, null);
      }
      return message;
    } catch (ConnectionInterrupted e) {
      close();
      throw e;
    } catch (ConnectionException | TruncatedFrame e) {
      succession.lost(connection, e);
      return null;
    } catch (FramingException e) {
      succession.lost(connection, e);
      throw e;
    }
  }

  /**
   * Sends a message on the connection that is there, or waits for the next one.
   *
   * @throws OperationTimeout if no connection came about in time; nothing was sent
   * @throws ConnectionException if the connection ended while it was sent, so that nobody can say
   *     whether it arrives
   */
  @Override
  public void send(Message message) throws IOException {
    send(connection -> connection.send(message));
  }

  @Override
  public void send(String text) throws IOException {
    send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void send(ByteBuffer message) throws IOException {
    send(connection -> connection.send(message.duplicate()));
    message.position(message.limit());
  }

  @Override
  public void sendAll(Collection<Message> messages) throws IOException {
    List<Message> batch = List.copyOf(messages);
    send(connection -> connection.sendAll(batch));
  }

  private interface Sending {
    void on(Connection connection) throws IOException;
  }

  private void send(Sending sending) throws IOException {
    long nanos = operation.isZero() ? Intake.NEVER : Durations.nanos(operation);
    long start = System.nanoTime();
    for (; ; ) {
      long left = nanos == Intake.NEVER ? nanos : nanos - (System.nanoTime() - start);
      Connection connection = succession.await(left);
      if (connection == null) {
        var late = new OperationTimeout(peer(), "send", operation);
        late.markUnsent();
        throw late;
      }
      try {
        sending.on(connection);
        return;
      } catch (ConnectionInterrupted e) {
        close();
        throw e;
      } catch (ConnectionException e) {
        succession.lost(connection, e);
        if (!e.unsent()) {
          throw e;
        }
      }
    }
  }

  /** The server, as it was named. */
  @Override
  public Endpoint peer() {
    return succession.endpoint();
  }

  /** Whether there is a connection just now, as far as this side knows. */
  public boolean isConnected() {
    return succession.isConnected();
  }

  /** The sum over all its connections, since the first. */
  @Override
  public Counters counters() {
    return succession.counters();
  }

  /** Closes the connection in peace, and makes no other. More than once is as good as once. */
  @Override
  public void close() throws IOException {
    succession.close();
  }

  /** Names the server. */
  @Override
  public String toString() {
    return "client of " + peer();
  }
}
