package dev.leat.cli.local;

import dev.leat.cli.shell.Reasons;
import dev.leat.net.ConnectionException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends a source's messages to a peer, on a thread of its own. The thread may wait for input for
 * ever, and does not keep the process.
 */
public final class InputPump {
  private static final long GLANCE_MILLIS = 10;

  /** What to do when there is nothing more to send. */
  public interface AtEnd {
    /** The source has ended. */
    void ended() throws IOException;

    /** The source has failed: nothing of it will be sent any more. */
    void failed() throws IOException;
  }

  private final MessageSource source;
  private final Outbox outbox;
  private final AtEnd atEnd;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile boolean peerFinished;
  private volatile @Nullable IOException failure;

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
      while (outbox.sendFrom(source)) {}
      if (!peerFinished) {
        atEnd.ended();
      }
    } catch (ConnectionException e) {
      failure = e; // whoever receives has heard of it, and may still receive what came before
    } catch (IOException | InterruptedException | RuntimeException e) {
      giveUp(new IOException("cannot send what is typed or piped in: " + Reasons.of(e), e));
    } finally {
      ended.countDown();
    }
  }

  private void giveUp(IOException why) {
    failure = why;
    try {
      atEnd.failed();
    } catch (IOException | RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  /**
   * The peer has finished, and so do we: but what is there to be sent is sent first.
   *
   * @throws IOException if it could not be
   */
  public void finish() throws IOException, InterruptedException {
    peerFinished = true;
    while (source.isReady() && !ended.await(GLANCE_MILLIS, TimeUnit.MILLISECONDS)) {}
    // What has been read and not been sent yet is sent; a read that waits ends.
    source.stop();
    ended.await();
    throwFailure();
  }

  /**
   * Says why nothing is sent any more.
   *
   * @throws IOException if something has failed
   */
  public void throwFailure() throws IOException {
    IOException why = failure;
    if (why != null) {
      throw why;
    }
  }
}
