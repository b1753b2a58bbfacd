package dev.leat.net;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Keeps what a client tells, as text, for a test to wait for. */
final class RecordedOutages implements ClientEvents {
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public void connected(Connection connection) {
    told.add("connected");
  }

  @Override
  public void lost(Endpoint peer, @Nullable IOException cause) {
    told.add("lost: " + (cause == null ? "finished" : cause.getClass().getSimpleName()));
  }

  @Override
  public void attemptFailed(IOException cause, Duration retryIn) {
    told.add("failed: " + cause.getClass().getSimpleName());
  }

  String next() throws InterruptedException {
    return Patience.next(told);
  }

  List<String> soFar() {
    return new ArrayList<>(told);
  }
}
