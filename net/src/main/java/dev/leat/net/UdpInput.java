package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
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

  /** More than any datagram has, so that none is cut. */
  private static final int LARGEST = 65_536;

  private final UdpLine line;

  /** Guards the fields below, and lets one thread at a time select. */
  private final ReentrantLock lock = new ReentrantLock();

  private final ByteBuffer input = ByteBuffer.allocateDirect(LARGEST);
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
    lock();
    try {
      long start = System.nanoTime();
      for (; ; ) {
        InetSocketAddress sender = poll();
        if (sender != null) {
          return taking.take(input, sender);
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

  /** Lends every datagram, until none comes any more. */
  void forEach(DatagramConsumer consumer) throws IOException {
    lock();
    try {
      do {
        for (InetSocketAddress sender; (sender = poll()) != null; ) {
          consumer.accept(input, sender);
        }
      } while (await(NEVER));
    } finally {
      lock.unlock();
    }
  }

  private void lock() throws IOException {
    try {
      lock.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw line.interrupted();
    }
  }

  /** The sender of a datagram that is here, and now in the input; null if there is none. */
  private @Nullable InetSocketAddress poll() throws IOException {
    try {
      for (int empty = 0; empty < line.channels.size() && !over(); ) {
        line.throwIfInterrupted();
        // In turns, so that none is silenced by another.
        turn = (turn + 1) % line.channels.size();
        var sender = (InetSocketAddress) line.channels.get(turn).receive(input.clear());
        if (sender == null) {
          empty++;
        } else if (input.position() > line.options.maxMessage()) {
          line.tally.tooLong();
        } else {
          line.tally.received(input.flip().remaining());
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
    try {
      line.selector.select(key -> {}, nanos == NEVER ? 0 : Math.ceilDiv(nanos, 1_000_000));
    } catch (ClosedSelectorException e) {
      return false;
    }
    line.throwIfInterrupted();
    return true;
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
