package dev.leat.services;

import dev.leat.codec.Text;
import dev.leat.framing.CodecException;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Connection;
import dev.leat.net.Handler;
import dev.leat.net.Printable;
import dev.leat.stream.Cursor;
import dev.leat.stream.CursorDisconnected;
import dev.leat.stream.Entry;
import dev.leat.stream.LogOptions;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Slow;
import dev.leat.stream.Start;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Sends what its operator says to everyone who is connected, and, if it is so made, what each
 * member says to all the others.
 *
 * <p>It is a {@link MessageLog} with a cursor for each member, so whoever speaks never waits: a
 * member that cannot keep up skips what it has missed, and one that takes nothing for a minute is
 * disconnected. A member that finishes its output has left.
 *
 * <p>In the log a message is preceded by the number of who has said it, who is the one that does
 * not get it.
 */
public final class Hub implements Handler, Closeable {
  private static final long OPERATOR = 0;
  private static final int TAG = Long.BYTES;
  private static final int LONGEST_NICK = 64;

  /** In bytes. */
  private static final int LONGEST_PREFIX = 4 * LONGEST_NICK + 2;

  /** How long a member that has left may take for what was said before. */
  private static final long FAREWELL_MILLIS = 1000;

  private final Framing framing;
  private final Talk talk;
  private final HubEvents events;
  private final MessageLog log;
  private final AtomicLong numbers = new AtomicLong(OPERATOR);
  private final Set<String> nicks = ConcurrentHashMap.newKeySet();

  /**
   * How its members talk.
   *
   * @param everyone whether what one says goes to the others
   * @param nick whether a member's first message is its name, which then stands before what it says
   *     to the others: {@code Ann: hello}
   */
  public record Talk(boolean everyone, boolean nick) {}

  /**
   * @param framing that of its connections
   * @param longest bytes of a message
   */
  public Hub(Framing framing, int longest, Talk talk, HubEvents events) {
    this.framing = framing;
    this.talk = talk;
    this.events = events;
    this.log =
        MessageLog.inMemory(
            Framing.varint(),
            LogOptions.standard().slow(Slow.SKIP).maxMessage(TAG + LONGEST_PREFIX + longest));
  }

  /**
   * Sends what the operator says to all members that are there.
   *
   * @throws UnencodableMessage if the framing cannot carry it
   */
  public void say(Message message) throws IOException {
    publish(OPERATOR, message.buffer());
  }

  private void publish(long from, ByteBuffer message) throws IOException {
    // What cannot be sent must not fail at each member.
    framing.encode(
        message.duplicate(),
        ByteBuffer.allocate(Math.toIntExact(framing.frameBound(message.remaining()))));
    log.append(ByteBuffer.allocate(TAG + message.remaining()).putLong(from).put(message).flip());
  }

  @Override
  public void handle(Connection connection) throws IOException, InterruptedException {
    String nick = talk.nick() ? nick(connection) : "";
    if (nick == null) {
      return;
    }
    var member = new Member(numbers.incrementAndGet(), connection.peer(), nick);
    try (Cursor cursor = log.cursor(Start.latest())) {
      events.joined(member);
      var sender = new Sender(member, cursor, connection);
      Thread.ofVirtual().name("leat-hub-member").start(sender);
      try {
        listen(member, connection);
        cursor.endHere();
        sender.await();
      } catch (IOException e) {
        throw sender.reason(e);
      } finally {
        events.left(member, cursor.counts().skipped());
      }
    } finally {
      nicks.remove(nick);
    }
  }

  private void listen(Member member, Connection connection) throws IOException {
    byte[] before = Message.of(member.nick().isEmpty() ? "" : member.nick() + ": ").bytes();
    for (Message message; (message = connection.receive()) != null; ) {
      events.said(member, message);
      if (talk.everyone()) {
        ByteBuffer whole = ByteBuffer.allocate(before.length + message.size());
        publish(member.number(), whole.put(before).put(message.buffer()).flip());
      }
    }
  }

  /** Waits for a name that nobody has; null if the peer leaves without one. */
  private @Nullable String nick(Connection connection) throws IOException {
    for (Message message; (message = connection.receive()) != null; ) {
      String name = name(message);
      if (name.isEmpty()) {
        connection.send("a name has from 1 to " + LONGEST_NICK + " characters: try another");
      } else if (!nicks.add(name)) {
        connection.send(name + " is taken: try another name");
      } else {
        return name;
      }
    }
    return null;
  }

  private static String name(Message message) throws CodecException {
    String name = Printable.quotable(Text.utf8().decode(message.buffer()).strip(), LONGEST_NICK);
    return name.length() > LONGEST_NICK ? "" : name;
  }

  /** Sends to one member what the others say. */
  private static final class Sender implements Runnable {
    private final Member member;
    private final Cursor cursor;
    private final Connection connection;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable IOException failure;

    Sender(Member member, Cursor cursor, Connection connection) {
      this.member = member;
      this.cursor = cursor;
      this.connection = connection;
    }

    @Override
    public void run() {
      try {
        cursor.whenDisconnected(this::hangUp);
        for (Entry entry; (entry = cursor.next()) != null; ) {
          ByteBuffer message = entry.message().buffer();
          if (message.getLong() != member.number()) {
            connection.send(message);
          }
        }
      } catch (CursorDisconnected e) {
        if (e.reason() != CursorDisconnected.Reason.CLOSED) { // else whoever closed it goes on
          failure = e;
          hangUp();
        }
      } catch (IOException e) {
        failure = e;
        hangUp();
      } finally {
        ended.countDown();
      }
    }

    /** Ends the connection, and with it whoever waits in it. */
    private void hangUp() {
      try {
        connection.abort();
      } catch (IOException e) {
        System.getLogger(Hub.class.getName())
            .log(System.Logger.Level.DEBUG, () -> "closing " + connection + " failed", e);
      }
    }

    void await() throws InterruptedException {
      if (!ended.await(FAREWELL_MILLIS, TimeUnit.MILLISECONDS)) {
        hangUp();
      }
    }

    /** Why the connection has ended, when whoever received from it was told this. */
    IOException reason(IOException told) {
      IOException first = failure;
      return first == null ? told : first;
    }
  }

  /** Sends no more to anybody. To be closed after its server. */
  @Override
  public void close() {
    log.close();
  }
}
