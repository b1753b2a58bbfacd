package dev.leat.net;

import dev.leat.framing.Message;
import dev.leat.stream.Cursor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.net.UnixDomainPrincipal;
import org.jspecify.annotations.Nullable;

/**
 * One peer, and the messages to and from it.
 *
 * <p>Calls block their thread, which is best a virtual one. One thread at a time receives; any
 * number may send, and what one call sends stays together. Any thread may close.
 *
 * <p>Interrupt means stop: a thread that is interrupted while it uses the connection closes it and
 * gets {@link ConnectionInterrupted}. A failure ends the connection for all, and every later call
 * throws it again ({@link ConnectionException}). Bytes that break the framing end the input ({@link
 * dev.leat.framing.FramingException}); what is sent still arrives, so that a peer can be told
 * before the connection is closed.
 */
public final class Connection implements Conversation {
  private final Line line;
  private final Intake intake;
  private final Outlet outlet;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** Set when the server shuts down. */
  private volatile boolean windingDown;

  /** The stream that the peer is subscribed to. */
  private volatile @Nullable Cursor subscribed;

  Connection(Wire wire, ConnectionOptions options, Resources resources) {
    this.line = new Line(wire, options, resources);
    this.intake = new Intake(line);
    this.outlet = new Outlet(line);
  }

  /**
   * Does what comes before the first message, such as a TLS handshake, on the calling thread.
   *
   * @param limit for how long; zero for ever
   * @throws TlsFailed if the two do not come together: then {@link #close} lets the peer hear why
   */
  void open(Duration limit) throws IOException {
    if (isReady()) {
      return;
    }
    line.ensureNotEnded();
    line.openingBegins(limit.isZero() ? Long.MAX_VALUE : Durations.nanos(limit));
    try {
      line.wire.open();
    } catch (TlsFailed e) {
      throw e;
    } catch (IOException e) {
      throw line.failed(e);
    } finally {
      line.openingEnds();
    }
  }

  /** Whether messages can be exchanged: what comes before them is done. */
  boolean isReady() {
    return line.wire.isReady();
  }

  /**
   * Waits for the next message, which belongs to the caller. Null means that the peer has finished,
   * after a complete message; it can still be sent to. Null is also the answer when the server
   * shuts down before a message has begun ({@link Server#shutdown}).
   *
   * @throws dev.leat.framing.FramingException if the bytes break the framing, or the peer finished
   *     inside a message
   * @throws ConnectionException if the connection has ended in any other way than by the peer's
   *     finishing
   */
  @Override
  public @Nullable Message receive() throws IOException {
    ByteBuffer message = intake.next(Intake.NEVER);
    return message == null ? null : Message.copyOf(message);
  }

  /**
   * As {@link #receive()}, but waits only so long. What has come of a message by then is kept.
   *
   * <p>From the first such call on, a virtual thread of the connection's own reads ahead, and keeps
   * up to 128 KiB that nobody has asked for yet.
   *
   * @param limit zero asks only for what is already here
   * @throws ReceiveTimeout if no message is complete in time; the connection is as good as before
   */
  @Override
  public @Nullable Message receive(Duration limit) throws IOException {
    ByteBuffer message = intake.next(Durations.nanos(limit));
    return message == null ? null : Message.copyOf(message);
  }

  @Override
  public @Nullable Message arrived() throws IOException {
    ByteBuffer message = intake.poll();
    return message == null ? null : Message.copyOf(message);
  }

  /**
   * Receives until the peer finishes, lending each message for the time of the call. Nothing is
   * copied.
   */
  public void forEach(MessageConsumer consumer) throws IOException {
    for (ByteBuffer message; (message = intake.next(Intake.NEVER)) != null; ) {
      consumer.accept(message);
    }
  }

  /**
   * Receives until the peer finishes, lending each message and collecting the replies, which are
   * written together when the messages that have arrived are used up: one read, one write, however
   * many there are. When this throws, the replies to the messages before have been sent.
   */
  public void answer(Answerer answerer) throws IOException {
    var replies = new Replies(line, outlet);
    try {
      for (; ; ) {
        ByteBuffer message = intake.arrived();
        if (message == null) {
          replies.flush();
          message = intake.next(Intake.NEVER);
          if (message == null) {
            return;
          }
        }
        answerer.answer(message, replies);
      }
    } catch (IOException | RuntimeException | Error e) {
      try {
        replies.flush();
      } catch (IOException unsent) {
        e.addSuppressed(unsent);
      }
      throw e;
    }
  }

  /**
   * Sends a message: all of it or, if it cannot be encoded, nothing.
   *
   * @throws dev.leat.framing.UnencodableMessage if the framing cannot carry it; the connection is
   *     as good as before
   * @throws ConnectionException if the connection has ended, or ends with part of the message sent
   */
  @Override
  public void send(Message message) throws IOException {
    outlet.send(ByteBuffer.wrap(message.bytes()));
  }

  /** Sends a text in UTF-8, as {@link #send(Message)} does. */
  @Override
  public void send(String text) throws IOException {
    outlet.send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends what the buffer holds, as {@link #send(Message)} does. The buffer is consumed. */
  @Override
  public void send(ByteBuffer message) throws IOException {
    outlet.send(message);
  }

  /**
   * Sends these messages together, in one system call if the system takes them all; if one cannot
   * be encoded, none.
   */
  @Override
  public void sendAll(Collection<Message> messages) throws IOException {
    outlet.sendAll(messages.stream().map(message -> ByteBuffer.wrap(message.bytes())).toList());
  }

  /**
   * Subscribes the peer to a stream: sends everything from the cursor's place on, as it comes,
   * until the stream has ended; nothing else can be sent meanwhile. What the peer says is read and
   * thrown away, from now on and for good: nobody can receive any more. That the peer has finished
   * does not end the subscription. The cursor is closed at the end, and also when the connection
   * ends; {@link #close} lets it end behind what the stream holds then.
   *
   * <p>How long the peer may keep a send waiting is for the stream's {@link dev.leat.stream.Slow}
   * policy to say; the timeout for operations does not count here.
   *
   * @throws IllegalArgumentException if the stream has another framing than the connection
   * @throws IllegalStateException if another thread is receiving just now
   * @throws dev.leat.stream.CursorDisconnected if the stream has disconnected the cursor; the
   *     connection is closed
   * @throws dev.leat.stream.LogClosed if the stream has stopped, and no good end was to come; the
   *     connection is {@linkplain #reset broken off}
   * @throws dev.leat.stream.StoreDamaged if the stream cannot be read on; the same
   * @throws ConnectionException if the connection has ended
   */
  public void subscribe(Cursor cursor) throws IOException {
    try (cursor) {
      checkFraming(cursor);
      outlet.exclusively(() -> {
        intake.ignore();
        drain(cursor);
      });
    }
  }

  /** Called with the output to itself. */
  private void drain(Cursor cursor) throws IOException {
    subscribed = cursor;
    try {
      if (windingDown || closed.get()) {
        cursor.endHere();
      }
      new Subscription(line, cursor).drain();
    } finally {
      subscribed = null;
    }
  }

  /** Lets a stream that is being sent end between two messages. */
  private void endSubscription() {
    Cursor stream = subscribed;
    if (stream != null) {
      stream.endHere();
    }
  }

  /**
   * As {@link #subscribe}, but what the peer says is left to whoever receives. While there is
   * nothing to send, that thread is the one that notices when the connection breaks, and this ends
   * too.
   */
  public void sendAll(Cursor cursor) throws IOException {
    try (cursor) {
      checkFraming(cursor);
      outlet.exclusively(() -> drain(cursor));
    }
  }

  private void checkFraming(Cursor cursor) {
    if (!cursor.framing().equals(options().framing())) {
      throw new IllegalArgumentException(
          "the stream is framed as "
              + cursor.framing()
              + ", the connection as "
              + options().framing());
    }
  }

  /**
   * Tells the peer that nothing more will come. Receiving goes on. More than once is as good as
   * once.
   *
   * @throws HalfCloseUnsupported if the two speak TLS 1.2, in which one direction cannot end alone;
   *     the connection is as good as before
   */
  public void finishOutput() throws IOException {
    outlet.finish();
  }

  /**
   * Closes in peace: finishes the output, discards what still comes until the peer has finished
   * too, for at most a second, and closes. Without that second, unread input would make the system
   * discard what was sent last. More than once is as good as once.
   */
  @Override
  public void close() throws IOException {
    if (!closed.compareAndSet(false, true) || line.ended()) {
      return;
    }
    intake.stop();
    endSubscription();
    line.closeSoon(windingDown ? Line.LAST_DRAIN_NANOS : Line.DRAIN_NANOS);
    try {
      if (outlet.finishSoon()) {
        intake.drain();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // It ended while we closed it, by the peer or by the clock: nothing is left to do, and the
      // close has done its work.
      line.fail(new Ending(Ending.Reason.CLOSED, e));
    }
    line.end(Ending.of(Ending.Reason.CLOSED));
  }

  /**
   * Lets the connection end as soon as nothing is under way: a message that has begun to come, a
   * message that is being sent, and what a stream holds now still get to where they go. If that is
   * so already it closes the connection, else whoever is at it does.
   */
  void windDown() {
    windingDown = true;
    if (!isReady()) {
      abortQuietly();
      return;
    }
    endSubscription();
    try {
      if (options().framing().selfDelimiting()) {
        awaitReader();
      } else {
        awaitSilence();
      }
      if (intake.endBeforeNext()) {
        if (line.wire.halfCloses()) {
          outlet.finish();
        }
        close();
      }
    } catch (IOException e) {
      // It has ended meanwhile, which is all that was wanted.
      line.fail(new Ending(Ending.Reason.CLOSED, e));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Lets the handler have what has come already, but not all that may come yet. */
  private void awaitReader() throws IOException, InterruptedException {
    long most = counters().bytesIn() + line.wire.unread();
    boolean settled;
    do {
      settled = line.wire.unread() == 0;
      TimeUnit.NANOSECONDS.sleep(Line.SETTLE_NANOS);
      settled &= line.wire.unread() == 0;
    } while (!settled && counters().bytesIn() < most && !line.ended());
  }

  /** Nothing else tells where a message ends if the framing does not. */
  private void awaitSilence() throws InterruptedException {
    long before;
    long now = counters().bytesIn();
    do {
      before = now;
      TimeUnit.NANOSECONDS.sleep(Line.SILENCE_NANOS);
      now = counters().bytesIn();
    } while (now != before && !line.ended());
  }

  /**
   * Closes at once; what is on its way may be lost. A peer that has been sent part of a frame sees
   * the connection reset, where the transport can do that. Threads that wait in a call get {@link
   * ConnectionClosed}.
   */
  public void abort() throws IOException {
    closed.set(true);
    line.end(Ending.of(Ending.Reason.CLOSED));
  }

  /**
   * Breaks off: closes at once, and so that the peer sees it, and does not take what has come for
   * all there was. By TCP with a reset, by TLS without its farewell (close_notify); a Unix-domain
   * socket has no means to say so. What was sent last may be lost.
   */
  public void reset() throws IOException {
    closed.set(true);
    line.breakOff();
  }

  /** Bytes of memory that its input takes just now. */
  int inputCapacity() {
    return intake.capacity();
  }

  /** As {@link #abort}, where there is nobody to hear that it did not go well. */
  void abortQuietly() {
    closed.set(true);
    line.fail(Ending.of(Ending.Reason.CLOSED));
  }

  /** As {@link #abortQuietly}, on behalf of one who has others to close too. */
  void abortSoon() {
    closed.set(true);
    line.failSoon(Ending.of(Ending.Reason.CLOSED));
  }

  /** Whether the peer has not said a byte, and is still there as far as is known. */
  boolean isSilent() {
    return line.tally.counters().bytesIn() == 0 && !line.ended();
  }

  /** Ends at once, for another that waits for its place. */
  void replaceSoon() {
    line.failSoon(Ending.of(Ending.Reason.REPLACED));
  }

  /** As {@link #close}, where there is nobody to hear that it did not go well. */
  void closeQuietly() {
    try {
      close();
    } catch (IOException e) {
      line.logUnclosed(e);
    }
  }

  /** Whether it can still be used, as far as this side knows. */
  public boolean isOpen() {
    return !closed.get() && !line.ended();
  }

  /** Whether the peer has finished, and its end of input has been read, or thrown away. */
  public boolean peerHasFinished() {
    return intake.peerFinished();
  }

  /** The other side. */
  @Override
  public Endpoint peer() {
    return line.wire.peer();
  }

  /** This side. */
  public Endpoint local() {
    return line.wire.local();
  }

  /** What the TLS handshake has agreed on, and who the peer is; null where there is no TLS. */
  public @Nullable TlsSession tls() {
    return line.wire.tls();
  }

  /**
   * Whether the first thing that the peer has said is of TLS, which this connection does not speak:
   * one of the two has most likely taken the wrong transport. Nothing is changed by that: the bytes
   * are received like any others.
   */
  public boolean peerSpeaksTls() {
    return line.peerSpeaksTls;
  }

  /** Has this run when that turns out, before the bytes are received. To be said before. */
  void whenPeerSpeaksTls(Runnable action) {
    line.whenPeerSpeaksTls = action;
  }

  /**
   * As which user and group the peer's program runs: on a Unix-domain socket, where the system
   * vouches for it (SO_PEERCRED). Null on every other.
   *
   * @throws IOException if the system does not say, most likely because the connection is closed
   */
  public @Nullable UnixDomainPrincipal peerUser() throws IOException {
    return line.wire.user();
  }

  /** How it behaves. */
  public ConnectionOptions options() {
    return line.options;
  }

  /** What has gone through it so far. */
  @Override
  public Counters counters() {
    return line.tally.counters();
  }

  /** Names the peer. */
  @Override
  public String toString() {
    return "connection with " + peer();
  }
}
