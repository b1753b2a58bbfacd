package dev.leat.services;

import dev.leat.net.Connection;
import dev.leat.net.Handler;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;

/** Reads whatever comes, throws it away, and counts it. */
public final class Discard implements Handler {
  private final LongAdder connections = new LongAdder();
  private final LongAdder messages = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  @Override
  public void handle(Connection connection) throws IOException {
    connections.increment();
    connection.forEach(message -> {
      messages.increment();
      bytes.add(message.remaining());
    });
  }

  /** Connections so far. */
  public long connections() {
    return connections.sum();
  }

  /** Messages so far; without a framing, reads. */
  public long messages() {
    return messages.sum();
  }

  /** Bytes of these messages. */
  public long bytes() {
    return bytes.sum();
  }
}
