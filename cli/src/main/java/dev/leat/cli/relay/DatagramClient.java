package dev.leat.cli.relay;

import dev.leat.cli.shell.Tasks;
import dev.leat.framing.Message;
import dev.leat.net.Datagram;
import dev.leat.net.Endpoint;
import dev.leat.stream.Cursor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/**
 * One who sends datagrams to us, known by its address. It leaves when it has been silent for long,
 * whatever is sent to it meanwhile: its address may be made up, and the one who really has it wants
 * nothing of this. Once it is told that nothing more comes, a second of silence is enough. One that
 * has left hears nothing any more.
 */
final class DatagramClient implements Party {
  private final DatagramClients all;
  private final Datagram first;
  private final DatagramClients.Replies replies;

  // Guarded by the lock of all.

  private final Condition changed;
  private final Queue<Message> waiting = new ArrayDeque<>();

  /** Bytes of those that wait or were taken and not passed on yet. */
  private long held;

  /** How many were taken and have not been passed on yet. */
  private int taken;

  private long silentSince = System.nanoTime();
  private boolean finished;
  private boolean resting;
  private long restsUntil;
  private @Nullable Cursor hearing;

  private volatile boolean left;

  /**
   * @param first its first datagram, which does not wait yet
   */
  DatagramClient(DatagramClients all, Datagram first, DatagramClients.Replies replies) {
    this.all = all;
    this.first = first;
    this.replies = replies;
    this.changed = all.lock.newCondition();
  }

  @Override
  public Endpoint peer() {
    return first.sender();
  }

  InetSocketAddress address() {
    return first.address();
  }

  // For all, with their lock held

  /** Takes a datagram, for which there is room. */
  void put(Message message) {
    waiting.add(message);
    held += DatagramClients.memory(message);
    heard();
    changed.signalAll();
  }

  /** It has said something. */
  void heard() {
    silentSince = System.nanoTime();
  }

  /** How many bytes of it are held. */
  long held() {
    return held;
  }

  /** From now on it is unknown, and hears nothing. What waits is still taken. */
  void leave() {
    if (left) {
      return;
    }
    left = true;
    all.forget(this);
    if (hearing != null) {
      hearing.endHere();
    }
    changed.signalAll();
  }

  /** Throws away what is left of it: how many datagrams. */
  int drop() {
    int rest = waiting.size() + taken;
    waiting.clear();
    taken = 0;
    release(held);
    return rest;
  }

  private void release(long bytes) {
    held -= bytes;
    all.release(bytes);
  }

  /** It is not served again for so long. */
  void rest(Duration pause) {
    resting = true;
    restsUntil = System.nanoTime() + pause.toNanos();
  }

  /** Whether it is not served. */
  boolean resting() {
    return resting;
  }

  /** Whether it may be served again. */
  boolean rested() {
    return resting && System.nanoTime() - restsUntil >= 0;
  }

  // A party

  @Override
  public List<Message> receive() throws IOException {
    all.lock.lock();
    try {
      while (waiting.isEmpty()) {
        long leftToWait = silentSince + silence().toNanos() - System.nanoTime();
        if (leftToWait <= 0) {
          leave();
        }
        if (left) {
          return List.of();
        }
        changed.awaitNanos(leftToWait);
      }
      List<Message> messages = List.copyOf(waiting);
      waiting.clear();
      taken += messages.size();
      return messages;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      all.lock.unlock();
    }
  }

  @Override
  public void passedOn(List<Message> messages) {
    all.lock.lock();
    try {
      taken -= messages.size();
      messages.forEach(message -> release(DatagramClients.memory(message)));
    } finally {
      all.lock.unlock();
    }
  }

  private Duration silence() {
    Duration longest = all.silence();
    return finished && DatagramUpstream.SILENCE.compareTo(longest) < 0
        ? DatagramUpstream.SILENCE
        : longest;
  }

  @Override
  public void send(List<Message> messages) throws IOException {
    for (Message message : messages) {
      if (left) {
        return;
      }
      replies.send(address(), message);
    }
  }

  @Override
  public void sendAll(Cursor cursor) throws IOException {
    all.lock.lock();
    try {
      hearing = cursor;
      if (left) {
        cursor.endHere();
      }
    } finally {
      all.lock.unlock();
    }
    Party.super.sendAll(cursor);
  }

  @Override
  public void subscribe(Cursor cursor) throws IOException {
    new Tasks().start(() -> carryTo(ignored -> {}, new Flow())); // until it has left
    sendAll(cursor);
  }

  @Override
  public boolean hasFinished() {
    return left;
  }

  @Override
  public boolean hasLeft() {
    return left;
  }

  @Override
  public boolean finish() {
    all.lock.lock();
    try {
      if (!finished) {
        finished = true;
        heard();
        changed.signalAll();
      }
    } finally {
      all.lock.unlock();
    }
    return true;
  }

  /** The socket is everybody's. */
  @Override
  public void close() {
    all.lock.lock();
    try {
      leave();
    } finally {
      all.lock.unlock();
    }
  }
}
