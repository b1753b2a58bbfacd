package dev.leat.cli.local;

import dev.leat.framing.Message;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source's messages to a peer, on a thread of its own. The thread may wait for input for
 * ever, and does not keep the process.
 */
public final class InputPump {
  private static final long GLANCE_MILLIS = 10;

  /** What to do when the source has ended. */
  @FunctionalInterface
  public interface AtEnd {
    void run() throws IOException;
  }

  private final MessageSource source;
  private final Outbox outbox;
  private final AtEnd atEnd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean waiting;
  private volatile boolean peerFinished;
  private volatile @Nullable Exception failure;

  private InputPump(MessageSource source, Outbox outbox, AtEnd atEnd) {
    this.source = source;
    this.outbox = outbox;
    this.atEnd = atEnd;
  }

  /** Begins to send. */
  public static InputPump start(MessageSource source, Outbox outbox, AtEnd atEnd) {
    var pump = new InputPump(source, outbox, atEnd);
    // A platform thread: a read of standard input would hold a virtual thread's carrier.
    Thread.ofPlatform().daemon().name("leat-input").start(pump::run);
    return pump;
  }

  private void run() {
    try {
      while (!peerFinished || source.isReady()) {
        waiting = true;
        List<Message> messages = source.next();
        waiting = false;
        if (messages.isEmpty()) {
          atEnd.run();
          return;
        }
        outbox.send(messages);
      }
    } catch (IOException | InterruptedException | RuntimeException e) {
      failure = e;
    } finally {
      ended.countDown();
    }
  }

  /**
   * The peer has finished, and so do we: but what is there to be sent is sent first.
   *
   * @throws IOException if it could not be
   */
  public void finish() throws IOException, InterruptedException {
    peerFinished = true;
    int idle = 0;
    // Twice, because what was read just now is not sent yet.
    while (idle < 2 && !ended.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {
      idle = waiting && !source.isReady() ? idle + 1 : 0;
    }
    throwFailure();
  }

  /**
   * Waits until the source has ended and all of it has been sent.
   *
   * @throws IOException if it could not be
   */
  public void await() throws IOException, InterruptedException {
    ended.await();
    throwFailure();
  }

  private void throwFailure() throws IOException {
    switch (failure) {
      case null -> {}
      case IOException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IOException("sending was interrupted", failure);
    }
  }
}
