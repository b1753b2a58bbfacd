package dev.leat.net;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Keeps what a server tells, for a test to wait for. */
final class RecordedEvents implements ServerEvents {
  record Ended(Connection connection, @Nullable Throwable failure) {}

  record Refused(Endpoint peer, String reason) {}

  record AcceptFailed(IOException failure, Duration retryIn) {}

  private final BlockingQueue<Connection> connected = new LinkedBlockingQueue<>();
  private final BlockingQueue<Connection> speakingTls = new LinkedBlockingQueue<>();
  private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
  private final BlockingQueue<Refused> refused = new LinkedBlockingQueue<>();
  private final BlockingQueue<AcceptFailed> acceptFailed = new LinkedBlockingQueue<>();

  @Override
  public void speaksTls(Connection connection) {
    speakingTls.add(connection);
  }

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

  Connection nextConnected() throws InterruptedException {
    return Patience.next(connected);
  }

  Connection nextSpeakingTls() throws InterruptedException {
    return Patience.next(speakingTls);
  }

  Ended nextEnded() throws InterruptedException {
    return Patience.next(ended);
  }

  Refused nextRefused() throws InterruptedException {
    return Patience.next(refused);
  }

  AcceptFailed nextAcceptFailed() throws InterruptedException {
    return Patience.next(acceptFailed);
  }

  boolean nobodyElseConnected() {
    return connected.isEmpty();
  }
}
