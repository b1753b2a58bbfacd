package dev.leat.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the connections of one listening socket and hands over those that the limits allow. It
 * accepts first and asks for a place then, so that it holds at most one connection that nobody
 * serves.
 */
final class Acceptor implements Runnable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Listener listener;
  private final Admission admission;
  private final ServerEvents events;
  private final Admitted admitted;

  /** Guards both fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable Thread thread;

  /** It is in the system's accept, where it must not be interrupted: see {@link #stop}. */
  private boolean accepting;

  /** Takes over a connection and its place, and gives both back if it cannot serve it. */
  interface Admitted {

    /**
     * Takes them over.
     *
     * @param address where the peer is; null if it is on this machine, by a Unix-domain socket
     */
    void begin(SocketChannel channel, @Nullable InetAddress address) throws IOException;
  }

  Acceptor(Listener listener, Admission admission, ServerEvents events, Admitted admitted) {
    this.listener = listener;
    this.admission = admission;
    this.events = events;
    this.admitted = admitted;
  }

  /** Begins to accept, on a thread of this name. */
  void start(String name) {
    lock.lock();
    try {
      thread = Thread.ofPlatform().name(name).start(this);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the thread, now that the listening socket is closed. Where it waits for a connection, that
   * has ended the wait, and it must not be interrupted: one that came at that very moment would be
   * lost inside {@link java.nio.channels.ServerSocketChannel#accept} with its descriptor open, and
   * its peer would wait for ever. Elsewhere it may hold a connection that has no place yet, or
   * sleep because none could be accepted.
   */
  void stop() {
    lock.lock();
    try {
      if (thread != null && !accepting) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Until the listening socket is closed. */
  @Override
  public void run() {
    ServerLog.prepare();
    try {
      while (true) {
        SocketChannel channel = accept();
        try {
          admit(channel);
        } catch (IOException e) {
          // There are others.
          ServerLog.get()
              .log(Level.WARNING, () -> "a connection cannot be served: " + Causes.text(e), e);
        } catch (RuntimeException | Error e) {
          tell(new IOException("cannot serve a connection: " + e, e), FIRST_PAUSE);
          Thread.sleep(FIRST_PAUSE);
        }
      }
    } catch (ClosedChannelException | InterruptedException e) {
      ServerLog.get().log(Level.DEBUG, () -> listener + " is closed", e);
    }
  }

  /**
   * Waits for the next connection, over failures: out of file descriptors, most likely. Who wants
   * to connect then waits in the backlog; trying again at once would only burn the processor.
   */
  private SocketChannel accept() throws ClosedChannelException, InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return acceptNext();
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        tell(e, pause);
      } catch (RuntimeException | Error e) {
        tell(new IOException("cannot accept a connection: " + e, e), pause);
      }
      Thread.sleep(pause);
      pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }
  }

  private SocketChannel acceptNext() throws IOException {
    accepting(true);
    SocketChannel channel;
    try {
      channel = listener.channel().accept();
    } finally {
      accepting(false);
    }
    if (!listener.channel().isOpen()) {
      channel.close();
      throw new ClosedChannelException();
    }
    return channel;
  }

  private void accepting(boolean now) {
    lock.lock();
    try {
      accepting = now;
    } finally {
      lock.unlock();
    }
  }

  private void tell(IOException failure, Duration pause) {
    try {
      events.acceptFailed(failure, pause);
    } catch (RuntimeException | Error e) {
      // Without a file descriptor not even a class can be found: the news has to wait.
      failure.addSuppressed(e);
    }
  }

  private void admit(SocketChannel channel) throws IOException, InterruptedException {
    boolean taken = false;
    try {
      var peer = channel.getRemoteAddress() instanceof InetSocketAddress internet ? internet : null;
      InetAddress address = peer == null ? null : peer.getAddress();
      String refusal = admission.enter(address);
      if (refusal != null) {
        channel.close();
        events.refused(listener.name(peer), refusal);
        return;
      }
      taken = true;
      admitted.begin(channel, address);
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  private static Duration min(Duration left, Duration right) {
    return left.compareTo(right) < 0 ? left : right;
  }
}
