package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What comes to a UDP socket. It is asked for first and waited for then, because where much comes
 * there is always something.
 *
 * <pre>
 *            drain                 all received, or too late
 * receiving ──────► draining ────────────────────────────────► closed
 *     └────────────────────────── close ─────────────────────────▲
 * </pre>
 */
final class UdpInput {
  /** Waits without a limit. */
  static final long NEVER = Long.MAX_VALUE;

  /** Does not wait. */
  private static final long NOW = 0;

  /** How long the room for a datagram is kept while nothing comes. */
  private static final long KEPT_NANOS = 100_000_000;

  /** More than any datagram has, so that none is cut. */
  private static final int LARGEST = 65_536;

  private final UdpLine line;

  /** Guards the fields below, and lets one thread at a time select. */
  private final ReentrantLock lock = new ReentrantLock();

  /** Room for a datagram. One that is connected lets go of it while nothing comes. */
  private @Nullable ByteBuffer input;

  private int turn;

  /** When draining ends, as a {@link System#nanoTime}; 0 while it has not begun. */
  private volatile long drainBy;

  UdpInput(UdpLine line) {
    this.line = line;
  }

  /** What is done with a datagram that is lent. */
  interface Taking<T> {
    T take(ByteBuffer message, InetSocketAddress sender);
  }

  /**
   * What is made of the next datagram; null if none comes any more, or none within so many
   * nanoseconds: {@link #over} tells.
   */
  <T> @Nullable T next(long nanos, Taking<T> taking) throws IOException {
    long start = System.nanoTime();
    if (!lock(nanos)) {
      return null;
    }
    try {
      for (; ; ) {
        T taken = taken(taking);
        if (taken != null) {
          return taken;
        }
        long left = nanos == NEVER ? NEVER : nanos - (System.nanoTime() - start);
        if (!await(left)) {
          return null;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private <T> @Nullable T taken(Taking<T> taking) throws IOException {
    line.throwIfInterrupted();
    ByteBuffer room = room();
    if (room == null) {
      return null;
    }
    InetSocketAddress sender = poll(room);
    return sender == null ? null : taking.take(room, sender);
  }

  /** Lends every datagram, until none comes any more. */
  void forEach(DatagramConsumer consumer) throws IOException {
    lock(NEVER);
    try {
      do {
        lendAll(consumer);
      } while (await(NEVER));
    } finally {
      lock.unlock();
    }
  }

  private void lendAll(DatagramConsumer consumer) throws IOException {
    ByteBuffer room = room();
    if (room != null) {
      for (InetSocketAddress sender; (sender = poll(room)) != null; ) {
        consumer.accept(room, sender);
      }
    }
  }

  /**
   * Room for the next datagram. A program may have thousands of sockets that are connected: one on
   * which nothing has come has none, and this is null.
   */
  private @Nullable ByteBuffer room() throws IOException {
    ByteBuffer room = input;
    if (room == null && line.peer == null) {
      room = ByteBuffer.allocateDirect(LARGEST);
    } else if (room == null && select(NOW)) {
      room = ByteBuffer.allocate(LARGEST);
    }
    input = room;
    return room;
  }

  /** False if another thread has received all the time. */
  private boolean lock(long nanos) throws IOException {
    try {
      if (nanos == NEVER) {
        lock.lockInterruptibly();
        return true;
      }
      return lock.tryLock(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw line.interrupted();
    }
  }

  /** The sender of a datagram that is here, and now in the input; null if there is none. */
  private @Nullable InetSocketAddress poll(ByteBuffer room) throws IOException {
    try {
      for (int empty = 0; empty < line.channels.size() && !over(); ) {
        line.throwIfInterrupted();
        // In turns, so that none is silenced by another.
        turn = (turn + 1) % line.channels.size();
        var sender = (InetSocketAddress) line.channels.get(turn).receive(room.clear());
        if (sender == null) {
          empty++;
        } else if (room.position() > line.options.maxMessage()) {
          line.tally.tooLong();
        } else {
          line.tally.received(room.flip().remaining());
          return sender;
        }
      }
      return null;
    } catch (PortUnreachableException e) {
      throw new PortUnreachable(line.name(), e);
    } catch (ClosedChannelException e) {
      if (line.closed()) {
        return null;
      }
      throw e;
    } catch (ConnectionException e) {
      throw e;
    } catch (IOException e) {
      Endpoint name = line.name();
      throw new DatagramFailed(name, "cannot reach " + name + ": " + Causes.text(e), e);
    }
  }

  /** Waits until something may be here; false if the time is over, or nothing comes any more. */
  private boolean await(long nanos) throws IOException {
    if (drainBy != 0) {
      line.close();
    }
    if (nanos <= 0 || line.closed()) {
      return false;
    }
    boolean keeps = line.peer != null && input != null;
    if (!select(keeps ? Math.min(nanos, KEPT_NANOS) : nanos) && keeps) {
      input = null;
    }
    line.throwIfInterrupted();
    return !line.closed();
  }

  /** Waits so many nanoseconds at most; whether something is here. */
  private boolean select(long nanos) throws IOException {
    try {
      if (nanos == NOW) {
        return line.selector.selectNow(key -> {}) > 0;
      }
      return line.selector.select(key -> {}, nanos == NEVER ? 0 : Math.ceilDiv(nanos, 1_000_000))
          > 0;
    } catch (ClosedSelectorException e) {
      return false;
    }
  }

  /** Whether nothing comes any more. */
  boolean over() {
    long end = drainBy;
    return line.closed() || (end != 0 && System.nanoTime() - end > 0);
  }

  /** Has it end when what has come is received, or after so many nanoseconds. */
  void drain(long nanos) {
    long end = System.nanoTime() + nanos;
    drainBy = end == 0 ? 1 : end;
    line.selector.wakeup();
  }
}
