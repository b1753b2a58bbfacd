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
import dev.leat.stream.LogClosed;
import dev.leat.stream.MessageLog;
import dev.leat.stream.StoreDamaged;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
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
 * <p>A hub that is given a {@linkplain MessageLog#open stored} log keeps there what all say, also
 * what only the operator is to hear, and a member that joins may first hear what was said before.
 */
public final class Hub implements Handler, Closeable {
  /** The source of what the operator says, in a store. */
  public static final String OPERATOR = "operator";

  private static final System.Logger LOG = System.getLogger(Hub.class.getName());

  private static final int LONGEST_NICK = 64;

  /** In bytes. */
  private static final int LONGEST_PREFIX = 4 * LONGEST_NICK + 2;

  /** How long a member that has left may take for what was said before. */
  private static final long FAREWELL_MILLIS = 1000;

  private final Talk talk;
  private final HubEvents events;
  private final Said said;
  private final AtomicLong numbers = new AtomicLong();
  private final Set<String> nicks = ConcurrentHashMap.newKeySet();
  private final Set<Connection> members = ConcurrentHashMap.newKeySet();

  /**
   * How its members talk.
   *
   * @param everyone whether what one says goes to the others
   * @param nick whether a member's first message is its name, which it is told, and which then
   *     stands before what it says to the others: {@code Ann: hello}. Where that has line ends
   *     within, the lines behind them are indented, so that none looks like what another has said
   */
  public record Talk(boolean everyone, boolean nick) {}

  /** Where a member that joins begins to hear. */
  @FunctionalInterface
  public interface History {
    /** From now on. */
    History NONE = MessageLog::next;

    /** The offset of the first message that it hears. */
    long from(MessageLog log) throws IOException;
  }

  /**
   * One that keeps nothing.
   *
   * @param framing that of its connections
   * @param longest bytes of a message
   */
  public Hub(Framing framing, int longest, Talk talk, HubEvents events) {
    this.talk = talk;
    this.events = events;
    this.said = new SaidInMemory(framing, LONGEST_PREFIX + longest);
  }

  /**
   * One that keeps what is said.
   *
   * @param log stored, in the framing of its connections; closed with the hub
   */
  public Hub(MessageLog log, History history, Talk talk, HubEvents events) {
    this.talk = talk;
    this.events = events;
    this.said = new SaidInStore(log, history, talk.everyone());
  }

  /** The most bytes that a message has in the log of a hub whose members may say so many. */
  public static int longestKept(int said) {
    return Math.addExact(LONGEST_PREFIX, said);
  }

  /**
   * Sends what the operator says to all members that are there.
   *
   * @throws UnencodableMessage if the framing cannot carry it
   */
  public void say(Message message) throws IOException {
    add(null, message.buffer());
  }

  private void add(@Nullable Member by, ByteBuffer message) throws IOException {
    try {
      said.add(by, message);
    } catch (LogClosed e) {
      breakOff();
      throw e;
    }
  }

  /**
   * Breaks off the connections of all members, who see that this is no good end: what they say
   * cannot be kept any more. To be called when a stored log {@linkplain MessageLog#whenFailed has
   * failed}; where the hub finds out itself, it does so itself.
   */
  public void breakOff() {
    members.forEach(Hub::breakOff);
  }

  private static void breakOff(Connection connection) {
    try {
      connection.reset();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, () -> "closing " + connection + " failed", e);
    }
  }

  @Override
  public void handle(Connection connection) throws IOException, InterruptedException {
    String nick = talk.nick() ? nick(connection) : "";
    if (nick == null) {
      return;
    }
    var member = new Member(numbers.incrementAndGet(), connection.peer(), nick);
    try (Said.Listening place = said.join()) {
      Cursor cursor = place.cursor();
      events.joined(member);
      members.add(connection);
      var sender = new Sender(member, place, connection);
      Thread.ofVirtual().name("leat-hub-member").start(sender);
      try {
        listen(member, connection);
        cursor.endHere();
        sender.await();
      } catch (IOException e) {
        throw sender.reason(e);
      } finally {
        members.remove(connection);
        events.left(member, cursor.counts().skipped());
      }
    } finally {
      nicks.remove(nick);
    }
  }

  private void listen(Member member, Connection connection) throws IOException {
    for (Message message; (message = connection.receive()) != null; ) {
      if (talk.everyone() || said.keepsAll()) {
        add(member, talk.nick() ? Nicks.named(member.nick(), message) : message.buffer());
      }
      events.said(member, message);
    }
  }

  /** Waits for a name that nobody has; null if the peer leaves without one. */
  private @Nullable String nick(Connection connection) throws IOException {
    connection.send("your first message is your name");
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
    private final Said.Listening place;
    private final Connection connection;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable IOException failure;

    Sender(Member member, Said.Listening place, Connection connection) {
      this.member = member;
      this.place = place;
      this.connection = connection;
    }

    @Override
    public void run() {
      try {
        Cursor cursor = place.cursor();
        cursor.whenDisconnected(this::hangUp);
        for (Entry entry; (entry = cursor.next()) != null; ) {
          ByteBuffer message = place.heard(entry, member);
          if (message != null) {
            connection.send(message);
          }
        }
      } catch (CursorDisconnected e) {
        if (e.reason() != CursorDisconnected.Reason.CLOSED) { // else whoever closed it goes on
          failure = e;
          hangUp();
        }
      } catch (LogClosed | StoreDamaged e) {
        failure = e;
        breakOff(connection);
      } catch (IOException e) {
        failure = e;
        hangUp();
      } catch (RuntimeException | Error e) {
        breakOff(connection); // lest it stays, and hears nothing
        throw e;
      } finally {
        ended.countDown();
      }
    }

    /** Ends the connection, and with it whoever waits in it. */
    private void hangUp() {
      try {
        connection.abort();
      } catch (IOException e) {
        LOG.log(Level.DEBUG, () -> "closing " + connection + " failed", e);
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
    said.close();
  }
}
