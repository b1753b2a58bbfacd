package dev.leat.net;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One end of a pair of pipes inside the process. */
final class MemoryWire implements Wire {
  private final Endpoint local;
  private final Endpoint peer;
  private final MemoryPipe incoming;
  private final MemoryPipe outgoing;

  private MemoryWire(Endpoint local, Endpoint peer, MemoryPipe incoming, MemoryPipe outgoing) {
    this.local = local;
    this.peer = peer;
    this.incoming = incoming;
    this.outgoing = outgoing;
  }

  /** Both ends of a new pair, each direction holding at most so many bytes on their way. */
  static MemoryWire[] pair(int capacity) {
    var left = new Endpoint(Transport.MEMORY, "left", 0, java.util.Map.of());
    var right = new Endpoint(Transport.MEMORY, "right", 0, java.util.Map.of());
    var toLeft = new MemoryPipe(capacity);
    var toRight = new MemoryPipe(capacity);
    return new MemoryWire[] {
      new MemoryWire(left, right, toLeft, toRight), new MemoryWire(right, left, toRight, toLeft)
    };
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    try {
      return incoming.read(target);
    } catch (InterruptedException e) {
      throw closedByInterrupt();
    }
  }

  @Override
  public int write(ByteBuffer source) throws IOException {
    try {
      return outgoing.write(source);
    } catch (InterruptedException e) {
      throw closedByInterrupt();
    }
  }

  private IOException closedByInterrupt() {
    close();
    Thread.currentThread().interrupt();
    return new java.nio.channels.ClosedByInterruptException();
  }

  @Override
  public void finishOutput() throws IOException {
    outgoing.finish();
  }

  @Override
  public void close() {
    outgoing.closeByWriter();
    incoming.closeByReader();
  }

  @Override
  public void reset() {
    outgoing.resetByWriter();
    close();
  }

  @Override
  public Endpoint peer() {
    return peer;
  }

  @Override
  public Endpoint local() {
    return local;
  }
}
