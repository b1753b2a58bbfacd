package dev.leat.net;

import dev.leat.framing.Framing;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.Closeable;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Listens on an endpoint and serves each connection on a virtual thread of its own.
 *
 * <pre>{@code
 * try (var server = Server.bind("localhost:9999", Framing.lines())) {
 *   server.serve(connection -> connection.answer((message, replies) -> replies.send(message)));
 * }
 * }</pre>
 *
 * <p>Any thread may call any method.
 */
public final class Server implements Closeable {
  /** How long {@link #close} waits for the handlers that it has interrupted. */
  private static final Duration UNWINDING = Duration.ofSeconds(1);

  private final ConnectionOptions options;
  private final @Nullable TlsContext tls;
  private final ServerEvents events;
  private final List<Listener> listeners;
  private final List<Endpoint> addresses;
  private final Admission admission;
  private final Resources resources = Resources.ofServer();
  private final Map<Connection, Thread> handlers = new ConcurrentHashMap<>();

  /** Guards the fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final List<Acceptor> acceptors = new ArrayList<>();
  private boolean started;
  private boolean shuttingDown;
  private boolean closed;

  Server(
      ConnectionOptions options,
      @Nullable TlsContext tls,
      Limits limits,
      ServerEvents events,
      List<Listener> listeners) {
    this.options = options;
    this.tls = tls;
    this.events = new SafeEvents(events);
    this.listeners = listeners;
    this.addresses = listeners.stream().map(Listener::address).toList();
    this.admission = new Admission(limits, this::makeRoom);
  }

  /**
   * Opens an endpoint, everything but the framing as standard. Peers can connect from now on, and
   * wait until {@link #serve} or {@link #start}.
   *
   * @throws BindFailed if the endpoint cannot be had
   * @throws IllegalArgumentException if the text is no endpoint, or one without connections
   */
  public static Server bind(String endpoint, Framing framing) throws BindFailed {
    return at(endpoint).framing(framing).bind();
  }

  /** The beginning of a server with limits and options of its own. */
  public static ServerBuilder at(String endpoint) {
    return at(Endpoint.parse(endpoint));
  }

  /** The beginning of a server with limits and options of its own. */
  public static ServerBuilder at(Endpoint endpoint) {
    return new ServerBuilder(endpoint);
  }

  /**
   * Where it really listens, one for each listening socket; where port 0 was asked for, with the
   * one that the system chose.
   */
  public List<Endpoint> addresses() {
    return addresses;
  }

  /** The port, the same on all its addresses; 0 where there are no ports. */
  public int port() {
    return addresses.getFirst().port();
  }

  /** How its connections behave. */
  public ConnectionOptions options() {
    return options;
  }

  /** The connections that are served just now. */
  public Set<Connection> connections() {
    return handlers.keySet().stream()
        .filter(Connection::isReady)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Serves until the server is closed, by another thread, by a handler or by an interrupt of this
   * thread, which stays interrupted.
   *
   * @throws IllegalStateException if it serves already, or is closed
   */
  public void serve(Handler handler) {
    start(handler);
    lock.lock();
    try {
      while (!closed) {
        changed.await();
      }
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Serves in the background. The program lives on until the server is closed.
   *
   * @throws IllegalStateException if it serves already, or is closed
   */
  public void start(Handler handler) {
    lock.lock();
    try {
      if (started || closed) {
        throw new IllegalStateException("the server " + (closed ? "is closed" : "serves already"));
      }
      started = true;
      for (Listener listener : listeners) {
        var acceptor =
            new Acceptor(
                listener,
                admission,
                events,
                (channel, address) -> begin(channel, address, handler));
        acceptors.add(acceptor);
        acceptor.start("leat-accept " + listener.address());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Publishes a stream in the background: everyone who connects is sent it from that place on,
   * until it ends. The stream has the server's framing; its own policy says what happens to slow
   * ones.
   *
   * @throws IllegalArgumentException if the stream has another framing than the server
   * @throws IllegalStateException if the server serves already, or is closed
   */
  public void publish(MessageLog stream, Start start) {
    if (!stream.framing().equals(options.framing())) {
      throw new IllegalArgumentException(
          "the stream is framed as " + stream.framing() + ", the server as " + options.framing());
    }
    start(connection -> connection.subscribe(stream.cursor(start)));
  }

  /** Called by acceptors, with a connection that has its place. */
  private void begin(SocketChannel channel, @Nullable InetAddress address, Handler handler)
      throws IOException {
    boolean begun = false;
    lock.lock();
    try {
      if (!shuttingDown && !closed) {
        Wire wire = Wiring.accepted(channel, tls, options, resources);
        var connection = new Connection(wire, options, resources);
        connection.whenPeerSpeaksTls(() -> events.speaksTls(connection));
        Thread thread =
            Thread.ofVirtual()
                .name(connection.toString())
                .unstarted(() -> handle(connection, address, handler));
        handlers.put(connection, thread);
        thread.start();
        begun = true;
      }
    } finally {
      lock.unlock();
      if (!begun) {
        channel.close();
        admission.leave(address);
      }
    }
  }

  /** Has the one leave that has been there longest without saying anything, if there is one. */
  private void makeRoom() {
    handlers.keySet().stream()
        .filter(Connection::isSilent)
        .min(Comparator.comparing(connection -> connection.counters().since()))
        .ifPresent(Connection::replaceSoon);
  }

  private void handle(Connection connection, @Nullable InetAddress address, Handler handler) {
    Throwable failure = null;
    try {
      connection.open(options.timeouts().connect());
      events.connected(connection);
      handler.handle(connection);
    } catch (Throwable e) {
      failure = e;
    }
    try {
      connection.close();
    } catch (IOException e) {
      ServerLog.get().log(Level.DEBUG, () -> "closing " + connection + " failed", e);
    } finally {
      admission.leave(address);
      forget(connection, failure);
    }
  }

  private void forget(Connection connection, @Nullable Throwable failure) {
    try {
      if (connection.isReady()) {
        events.disconnected(connection, failure);
      } else {
        if (!(failure instanceof IOException)) {
          ServerLog.get().log(Level.WARNING, () -> "opening " + connection + " failed", failure);
        }
        events.refused(connection.peer(), TlsFailures.reason(failure));
      }
    } finally {
      lock.lock();
      try {
        handlers.remove(connection);
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Accepts no more, and lets every connection end as soon as nothing is under way on it: a handler
   * that waits for its peer's next message, or comes to, is told that there is none; a subscriber
   * is sent what the stream holds now. Messages that have come or begun to come and what is being
   * sent have so long; then everything is closed.
   *
   * <p>A handler that waits for its next message finds its output finished too. Where the framing
   * does not say when a message ends, the peer's silence for 200 ms does. A peer that does not
   * finish is waited for so long too, in place of the second of {@link Connection#close}.
   *
   * @return whether all handlers had finished by themselves, but for the one that calls this
   */
  public boolean shutdown(Duration patience) {
    lock.lock();
    try {
      shuttingDown = true;
    } finally {
      lock.unlock();
    }
    closeListeners();
    List<Thread> windingDown =
        handlers.keySet().stream()
            .map(
                connection -> Thread.ofVirtual().name("leat-wind-down").start(connection::windDown))
            .toList();
    boolean finished = awaitHandlers(patience, handlersHere());
    close();
    join(windingDown);
    return finished;
  }

  /** Waits for threads that end soon. */
  private static void join(List<Thread> threads) {
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Closes everything at once: the listening sockets, the connections, whose peers may lose what is
   * on its way, and the handlers, which are interrupted. Waits for these to end, but for no more
   * than a second. More than once is as good as once.
   */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    closeListeners();
    Thread self = Thread.currentThread();
    handlers.forEach((connection, thread) -> {
      connection.abortSoon();
      if (!thread.equals(self)) {
        thread.interrupt();
      }
    });
    awaitHandlers(UNWINDING, handlersHere());
  }

  /** How many handlers call this: one of them, or none. */
  private int handlersHere() {
    return handlers.containsValue(Thread.currentThread()) ? 1 : 0;
  }

  private void closeListeners() {
    for (Listener listener : listeners) {
      try {
        listener.close();
      } catch (IOException e) {
        ServerLog.get()
            .log(Level.WARNING, () -> "closing the listening socket of " + this + " failed", e);
      }
    }
    lock.lock();
    try {
      acceptors.forEach(Acceptor::stop);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no more than so many handlers run; false if the time is over. An interrupt ends the
   * wait.
   */
  private boolean awaitHandlers(Duration patience, int remaining) {
    long nanos = Durations.nanos(patience);
    lock.lock();
    try {
      while (handlers.size() > remaining) {
        if (nanos <= 0) {
          return false;
        }
        nanos = changed.awaitNanos(nanos);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Says where it listens. */
  @Override
  public String toString() {
    return "server on " + addresses;
  }
}
