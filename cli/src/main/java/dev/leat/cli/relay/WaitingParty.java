package dev.leat.cli.relay;

import dev.leat.framing.Message;
import dev.leat.net.Endpoint;
import dev.leat.stream.Cursor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One that waits until there is somebody to talk to. Meanwhile a thread reads a little of what it
 * says, for otherwise nobody would notice that it has left; once it is no longer waiting, whoever
 * receives reads on.
 *
 * <pre>
 *           receive                      what was read is taken
 * waiting ──────────► handing over ────────────────────────────► passed through
 * </pre>
 */
final class WaitingParty implements Party {
  /** Once so many bytes have come, no more is read before somebody takes them. */
  private static final long ENOUGH = 16 << 10;

  private final Party party;

  /** Guards every field below. Not held while the party is read. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final List<Message> early = new ArrayList<>();
  private long earlyBytes;
  private boolean reading = true;
  private boolean taken;
  private boolean finished;
  private long finishedAt;
  private @Nullable Throwable failure;

  /** What is done when it finishes or breaks off while it waits. */
  private @Nullable Runnable whenEnded;

  private WaitingParty(Party party) {
    this.party = party;
  }

  /** From now on it is read by a thread of its own, until somebody receives. */
  static WaitingParty of(Party party) {
    var waiting = new WaitingParty(party);
    Thread.ofVirtual().name("leat-waiting " + party.peer()).start(waiting::readAhead);
    return waiting;
  }

  private void readAhead() {
    List<Message> messages = List.of();
    Throwable thrown = null;
    do {
      try {
        messages = party.receive();
      } catch (IOException | RuntimeException | Error e) {
        thrown = e;
      }
    } while (goOn(messages, thrown));
  }

  /** Keeps what has been read; whether to read on. */
  private boolean goOn(List<Message> messages, @Nullable Throwable thrown) {
    Runnable action = null;
    lock.lock();
    try {
      early.addAll(messages);
      messages.forEach(message -> earlyBytes += message.size());
      failure = thrown;
      finished = thrown == null && messages.isEmpty();
      finishedAt = System.nanoTime();
      if (thrown != null || finished) {
        action = whenEnded;
      } else if (!taken && earlyBytes < ENOUGH) {
        return true;
      }
      reading = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (action != null) {
      action.run();
    }
    return false;
  }

  /** Has this run once when it finishes or breaks off while it waits; now if it has. */
  void whenEnded(Runnable action) {
    lock.lock();
    try {
      if (failure == null && !finished) {
        whenEnded = action;
        return;
      }
    } finally {
      lock.unlock();
    }
    action.run();
  }

  @Override
  public boolean hasFinished() {
    lock.lock();
    try {
      return finished || party.hasFinished();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean hasLeft() {
    return party.hasLeft();
  }

  /**
   * Whether it no longer waits: it broke off, or finished without a word, or so long ago.
   *
   * @param longest that one which has said something and finished is thought to be there
   */
  boolean isLost(Duration longest) {
    lock.lock();
    try {
      return failure != null
          || (finished && (early.isEmpty() || System.nanoTime() - finishedAt >= longest.toNanos()))
          || party.hasLeft();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Endpoint peer() {
    return party.peer();
  }

  @Override
  public List<Message> receive() throws IOException {
    lock.lock();
    try {
      taken = true;
      while (early.isEmpty() && reading) {
        changed.await();
      }
      if (!early.isEmpty()) {
        List<Message> messages = List.copyOf(early);
        early.clear();
        return messages;
      }
      Throwable thrown = failure;
      if (thrown != null) {
        throw thrown instanceof IOException e ? e : new IOException("reading ahead failed", thrown);
      }
      if (finished) {
        return List.of();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    } finally {
      lock.unlock();
    }
    return party.receive();
  }

  @Override
  public void send(List<Message> messages) throws IOException {
    party.send(messages);
  }

  @Override
  public void passedOn(List<Message> messages) {
    party.passedOn(messages);
  }

  @Override
  public boolean finish() throws IOException {
    return party.finish();
  }

  @Override
  public void sendAll(Cursor cursor) throws IOException {
    party.sendAll(cursor);
  }

  @Override
  public void breakOff() throws IOException {
    party.breakOff();
  }

  @Override
  public void close() throws IOException {
    party.close();
  }
}
