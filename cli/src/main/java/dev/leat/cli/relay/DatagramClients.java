package dev.leat.cli.relay;

import dev.leat.cli.relay.Losses.Cause;
import dev.leat.framing.Message;
import dev.leat.net.Datagram;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Those who send datagrams to a side, by their addresses, and all that waits of them.
 *
 * <pre>
 *          first datagram            silent, forgotten or finished            served
 * (nobody) ──────────────► known ───────────────────────────────────► leaving ──────► (nobody)
 *     ▲                                                                   │
 *     └──────────── a pause ──────────── resting ◄────────────────────────┘
 *                                              something of it was lost
 * </pre>
 *
 * <p>Whoever leaves is unknown from that moment on, so that its next datagram begins another. A
 * datagram is either taken by the one that serves its sender, or counted as lost.
 */
final class DatagramClients {
  /** What a datagram takes in memory beside its bytes, about. */
  private static final long OVERHEAD = 64;

  private final DatagramLimits limits;
  private final Losses losses;

  /** Guards the fields below, and those of every client. Never held while anything is sent. */
  final ReentrantLock lock = new ReentrantLock();

  private final Condition left = lock.newCondition();

  /** Known or resting, the longest silent first. */
  private final Map<InetSocketAddress, DatagramClient> byAddress =
      new LinkedHashMap<>(16, 0.75f, true);

  /** Of those that are known or leaving. */
  private int served;

  /** Bytes that wait, of all. */
  private long held;

  DatagramClients(DatagramLimits limits, Losses losses) {
    this.limits = limits;
    this.losses = losses;
  }

  /** How a client answers. */
  interface Replies {
    void send(InetSocketAddress to, Message message) throws IOException;
  }

  /** Takes what has come. Answers the client that begins with it, and is to be served; or null. */
  @Nullable DatagramClient take(Datagram datagram, Replies replies) {
    lock.lock();
    try {
      DatagramClient client = byAddress.get(datagram.address());
      if (client != null && !client.rested()) {
        accept(client, datagram.message());
        return null;
      }
      client = begin(datagram, replies);
      if (client == null) {
        losses.add(Cause.TOO_MANY, 1);
      } else {
        accept(client, datagram.message());
      }
      return client;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable DatagramClient begin(Datagram datagram, Replies replies) {
    if (served >= 2L * limits.clients()) {
      return null; // As many again may be leaving, which takes those their time whom they talk to.
    }
    byAddress.remove(datagram.address());
    if (byAddress.size() >= limits.clients()) {
      Iterator<DatagramClient> longestSilent = byAddress.values().iterator();
      DatagramClient forgotten = longestSilent.next();
      longestSilent.remove();
      forgotten.leave();
    }
    var client = new DatagramClient(this, datagram, replies);
    byAddress.put(datagram.address(), client);
    served++;
    return client;
  }

  private void accept(DatagramClient client, Message message) {
    long size = memory(message);
    if (client.resting()) {
      losses.add(Cause.CUT_OFF, 1);
    } else if (client.held() + size > limits.bytesOfEach() || held + size > limits.bytesOfAll()) {
      client.heard();
      losses.add(Cause.NO_ROOM, 1);
    } else {
      held += size;
      client.put(message);
    }
  }

  /** What it takes of the limits, in bytes. */
  static long memory(Message message) {
    return message.size() + OVERHEAD;
  }

  // For the clients, with the lock held

  /** So many bytes wait no longer. */
  void release(long bytes) {
    held -= bytes;
  }

  /** This one is not known any more. */
  void forget(DatagramClient client) {
    byAddress.remove(client.address(), client);
  }

  Duration silence() {
    return limits.silence();
  }

  // Their ends

  /** This one has been served: what is left of it, nobody will take. */
  void ended(DatagramClient client) {
    lock.lock();
    try {
      client.leave();
      int rest = client.drop();
      if (rest > 0) {
        losses.add(Cause.CUT_OFF, rest);
        client.rest(limits.pause());
        if (byAddress.size() < limits.clients()) {
          byAddress.putIfAbsent(client.address(), client);
        }
      }
      served--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets all come to their ends; false if some are still served after so long. */
  boolean finish(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      byAddress.values().forEach(DatagramClient::finish);
      return awaitAllLeft(limit);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until none is served, but only so long. */
  boolean awaitAllLeft(Duration limit) throws InterruptedException {
    lock.lock();
    try {
      long nanos = limit.toNanos();
      while (served > 0) {
        if (nanos <= 0) {
          return false;
        }
        nanos = left.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** How many are served, also of those that are leaving. */
  int served() {
    lock.lock();
    try {
      return served;
    } finally {
      lock.unlock();
    }
  }
}
