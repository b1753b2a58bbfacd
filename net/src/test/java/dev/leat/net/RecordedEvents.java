package dev.leat.net;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps what a server tells, for a test to wait for. */
final class RecordedEvents implements ServerEvents {
  record Ended(Connection connection, @Nullable Throwable failure) {}

  record Refused(Endpoint peer, String reason) {}

  record AcceptFailed(IOException failure, Duration retryIn) {}

  private final BlockingQueue<Connection> connected = new LinkedBlockingQueue<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final BlockingQueue<Refused> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<AcceptFailed> acceptFailed = new LinkedBlockingQueue<>();

  @Override
  public void connected(Connection connection) {
    connected.add(connection);
  }

  @Override
  public void disconnected(Connection connection, @Nullable Throwable failure) {
    ended.add(new Ended(connection, failure));
  }

  @Override
  public void refused(Endpoint peer, String reason) {
    refused.add(new Refused(peer, reason));
  }

  @Override
  public void acceptFailed(IOException failure, Duration retryIn) {
    acceptFailed.add(new AcceptFailed(failure, retryIn));
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    T event = queue.poll(10, TimeUnit.SECONDS);
    if (event == null) {
      throw new AssertionError("nothing happened within 10 seconds");
    }
    return event;
  }

  Connection nextConnected() throws InterruptedException {
    return next(connected);
  }

  Ended nextEnded() throws InterruptedException {
    return next(ended);
  }

  Refused nextRefused() throws InterruptedException {
    return next(refused);
  }

  AcceptFailed nextAcceptFailed() throws InterruptedException {
    return next(acceptFailed);
  }

  boolean nobodyElseConnected() {
    return connected.isEmpty();
  }
}
