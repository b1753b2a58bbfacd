package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What both directions of one connection share: the wire, how and why it ended, its deadlines and
 * its counts.
 *
 * <p>A deadline is a {@link System#nanoTime} that one thread sets and clears and the {@link
 * Watchdog} reads; 0 means that none is set.
 */
final class Line {
  /** How long a normal close waits for the peer to finish too. */
  static final long DRAIN_NANOS = 1_000_000_000;

  /** The same where the server shuts down and somebody may be waiting for that. */
  static final long LAST_DRAIN_NANOS = 200_000_000;

  /** A peer that says nothing for so long is in the midst of nothing, as far as one can tell. */
  static final long SILENCE_NANOS = 200_000_000;

  /** How long there is to be nothing unread before a connection that winds down has it all. */
  static final long SETTLE_NANOS = 10_000_000;

  final Wire wire;
  final ConnectionOptions options;
  final Resources resources;
  final Tally tally = new Tally();

  /** What is done when the peer turns out to speak TLS, where none is spoken here. */
  volatile @Nullable Runnable whenPeerSpeaksTls;

  /** What the peer has said first is of TLS, and none is spoken here. */
  volatile boolean peerSpeaksTls;

  /** Something was sent since the wire was last read. Only a hint: see {@link Intake}. */
  boolean answered;

  private final AtomicReference<@Nullable Ending> ending = new AtomicReference<>();

  /** What is to be told at once when it ends. */
  private final List<Runnable> atEnd = new CopyOnWriteArrayList<>();

  private final long idleNanos;
  private final long operationNanos;
  private final long messageNanos;
  private volatile boolean watched;
  private volatile long shortest;
  private volatile long activeAt;
  private volatile long receiveBy;
  private volatile long sendBy;
  private volatile long messageBy;
  private volatile long closeBy;
  private volatile long openBy;

  /** Nobody waits for the rest of the message that has begun. */
  private volatile boolean paused;

  /** A frame has been sent in part. */
  private volatile boolean insideFrame;

  Line(Wire wire, ConnectionOptions options, Resources resources) {
    this.wire = wire;
    this.options = options;
    this.resources = resources;
    Timeouts timeouts = options.timeouts();
    this.idleNanos = limit(timeouts.idle());
    this.operationNanos = limit(timeouts.operation());
    this.messageNanos =
        options.framing().selfDelimiting() ? limit(timeouts.message()) : Long.MAX_VALUE;
    this.shortest = Math.min(idleNanos, Math.min(operationNanos, messageNanos));
    if (idleNanos != Long.MAX_VALUE) {
      active();
      watch();
    }
  }

  private static long limit(Duration duration) {
    return duration.isZero() ? Long.MAX_VALUE : Durations.nanos(duration);
  }

  // Endings.

  boolean ended() {
    return ending.get() != null;
  }

  /** Why it has ended; null while it has not. */
  Ending.@Nullable Reason reason() {
    Ending last = ending.get();
    return last == null ? null : last.reason();
  }

  /**
   * Closes the wire at once; with a reset if that cuts a frame, because the peer would take a part
   * for the whole otherwise. The first reason given is what callers will hear.
   */
  void end(Ending reason) throws IOException {
    if (ends(reason)) {
      closeWire();
    }
  }

  /** As {@link #end}, and so that the peer does not take what has come for all there was. */
  void breakOff() throws IOException {
    if (ends(Ending.of(Ending.Reason.CLOSED))) {
      wire.reset();
    }
  }

  /** As {@link #end}, where there is nobody to hear that the wire would not close. */
  void fail(Ending reason) {
    if (ends(reason)) {
      closeWireQuietly();
    }
  }

  /**
   * As {@link #fail}, on behalf of one who has others to care for: where the socket lingers,
   * closing takes its time and holds a thread of the system.
   */
  void failSoon(Ending reason) {
    if (!ends(reason)) {
      return;
    }
    Duration linger = options.socket().linger();
    if (linger == null || linger.isZero()) {
      closeWireQuietly();
    } else {
      Thread.ofPlatform().daemon().name("leat-linger").start(this::closeWireQuietly);
    }
  }

  private boolean ends(Ending reason) {
    if (!ending.compareAndSet(null, reason)) {
      return false;
    }
    resources.watchdog().unwatch(this);
    atEnd.forEach(Runnable::run);
    return true;
  }

  private void closeWire() throws IOException {
    if (insideFrame) {
      wire.reset();
    } else {
      wire.close();
    }
  }

  private void closeWireQuietly() {
    try {
      closeWire();
    } catch (IOException e) {
      logUnclosed(e);
    }
  }

  /**
   * Has this run when the line ends, before its wire is closed and by whoever ends it, or now if it
   * has ended. It must not wait for anything, and may be run twice.
   */
  void whenEnded(Runnable action) {
    atEnd.add(action);
    if (ended()) {
      action.run();
    }
  }

  void notWhenEnded(Runnable action) {
    atEnd.remove(action);
  }

  void logUnclosed(IOException failure) {
    System.getLogger(Connection.class.getName())
        .log(Level.DEBUG, () -> "closing the connection with " + wire.peer() + " failed", failure);
  }

  /** What a caller hears when the wire has thrown this. */
  ConnectionException failed(IOException thrown) {
    var reason =
        thrown instanceof ClosedByInterruptException
            ? Ending.Reason.INTERRUPTED
            : Ending.Reason.BROKEN;
    fail(new Ending(reason, thrown));
    return exception();
  }

  /** A thread was interrupted while it waited for its turn. */
  ConnectionException interrupted(Exception thrown) {
    fail(new Ending(Ending.Reason.INTERRUPTED, thrown));
    Thread.currentThread().interrupt();
    return exception();
  }

  void ensureNotEnded() throws ConnectionException {
    if (ending.get() != null) {
      throw exception();
    }
  }

  /** The first bytes that the peer has said. */
  void heardFirst(ByteBuffer bytes) {
    if (wire.tls() != null || !TlsRecords.isFirst(bytes)) {
      return;
    }
    peerSpeaksTls = true;
    Runnable action = whenPeerSpeaksTls;
    if (action != null) {
      action.run();
    }
  }

  private ConnectionException exception() {
    Ending reason = ending.get();
    if (reason == null) {
      throw new IllegalStateException("the connection has not ended");
    }
    return reason.exception(wire.peer(), options.timeouts());
  }

  // Deadlines.

  /**
   * The receiving thread is about to wait for bytes, with or without the beginning of a message in
   * hand.
   */
  void waitBegins(boolean begun) {
    if (operationNanos != Long.MAX_VALUE && receiveBy == 0) {
      receiveBy = deadline(operationNanos);
    }
    if (!begun) {
      messageEnds();
    } else if (messageNanos != Long.MAX_VALUE && messageBy == 0) {
      messageBy = deadline(messageNanos);
    }
    if (paused) {
      paused = false;
    }
  }

  /** What had begun is complete, or was dropped. */
  void messageEnds() {
    if (messageBy != 0) {
      messageBy = 0;
    }
  }

  /** A message is complete, or the input has ended; unless the wait only pauses. */
  void waitEnds() {
    if (receiveBy != 0) {
      receiveBy = 0;
    }
    if (!paused) {
      messageEnds();
    }
  }

  /**
   * The receiving thread gives up for now, having taken all that was there. The time of its message
   * goes on, but the watchdog does not ask for it while nobody waits: the rest may have come.
   */
  void waitPauses() throws ConnectionException {
    paused = true;
    receiveBy = 0;
    if (messageBy != 0 && System.nanoTime() - messageBy >= 0) {
      fail(Ending.of(Ending.Reason.MESSAGE));
      ensureNotEnded();
    }
  }

  void sendBegins() {
    if (operationNanos != Long.MAX_VALUE) {
      sendBy = deadline(operationNanos);
    }
  }

  void sendEnds() {
    if (sendBy != 0) {
      sendBy = 0;
    }
  }

  /** Whatever comes before the first message has so many nanoseconds. */
  void openingBegins(long nanos) {
    if (nanos != Long.MAX_VALUE) {
      shortest = Math.min(shortest, nanos);
      openBy = deadline(nanos);
    }
  }

  void openingEnds() {
    openBy = 0;
    if (closeBy == 0) {
      shortest = Math.min(idleNanos, Math.min(operationNanos, messageNanos));
    }
  }

  /** Whether what has been sent by now ends inside a frame. Said by whoever writes. */
  void insideFrame(boolean inside) {
    if (insideFrame != inside) {
      insideFrame = inside;
    }
  }

  /** From now on the connection has so many nanoseconds left. */
  void closeSoon(long nanos) {
    shortest = Math.min(shortest, nanos);
    closeBy = deadline(nanos);
    resources.watchdog().watch(this);
  }

  /** Bytes came or went. */
  void active() {
    if (idleNanos != Long.MAX_VALUE) {
      activeAt = System.nanoTime();
    }
  }

  private long deadline(long nanos) {
    watch();
    long at = System.nanoTime() + nanos;
    return at == 0 ? 1 : at;
  }

  private void watch() {
    if (!watched) {
      watched = true;
      resources.watchdog().watch(this);
    }
  }

  /** Nanoseconds: no deadline that is not set now can be due earlier after it has been set. */
  long shortestDeadline() {
    return shortest;
  }

  /** Ends the connection if something is overdue; else the nanoseconds until something could be. */
  long untilDue(long now) {
    if (ended()) {
      resources.watchdog().unwatch(this);
      return Long.MAX_VALUE;
    }
    long least = shortest;
    least = Math.min(least, check(receiveBy, now, Ending.Reason.RECEIVE));
    least = Math.min(least, check(sendBy, now, Ending.Reason.SEND));
    boolean excused = paused && now - messageBy >= 0;
    least = Math.min(least, check(excused ? 0 : messageBy, now, Ending.Reason.MESSAGE));
    least = Math.min(least, check(openBy, now, Ending.Reason.OPENING));
    least = Math.min(least, check(closeBy, now, Ending.Reason.CLOSED));
    if (idleNanos != Long.MAX_VALUE) {
      least = Math.min(least, check(activeAt + idleNanos, now, Ending.Reason.IDLE));
    }
    return least;
  }

  private long check(long deadline, long now, Ending.Reason reason) {
    if (deadline == 0) {
      return Long.MAX_VALUE;
    }
    long left = deadline - now;
    if (left <= 0) {
      failSoon(Ending.of(reason));
      return Long.MAX_VALUE;
    }
    return left;
  }
}
