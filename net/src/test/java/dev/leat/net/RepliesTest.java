package dev.leat.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class RepliesTest {

  /** Counts the calls that write. */
  private static final class CountingWire implements Wire {
    private final Wire wire;
    private int writes;

    CountingWire(Wire wire) {
      this.wire = wire;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      return wire.read(target);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      writes++;
      return wire.write(source);
    }

    @Override
    public void finishOutput() throws IOException {
      wire.finishOutput();
    }

    @Override
    public void close() throws IOException {
      wire.close();
    }

    @Override
    public Endpoint peer() {
      return wire.peer();
    }

    @Override
    public Endpoint local() {
      return wire.local();
    }
  }

  /** Also where no large buffer is at hand, and the first reply has a small one. */
  @Test
  void theRepliesToWhatOneReadBroughtAreOneWrite() throws Exception {
    String reply = "y".repeat(100);
    for (Resources resources : List.of(Resources.ofServer(), Resources.ofClient())) {
      Wires wires = Wires.memory();
      var counting = new CountingWire(wires.left());
      try (var connection = new Connection(counting, ConnectionOptions.standard(), resources)) {
        Wires.write(wires.right(), "x\n".repeat(200));
        wires.right().finishOutput();
        connection.answer((message, replies) -> replies.send(reply));
        assertThat(counting.writes).isEqualTo(1);
        assertThat(Wires.read(wires.right(), 200 * 101)).isEqualTo((reply + "\n").repeat(200));
      } finally {
        wires.right().close();
      }
    }
  }

  @Test
  void whatNoBufferHoldsIsWrittenWhenOneIsFull() throws Exception {
    String reply = "y".repeat(1000);
    Wires wires = Wires.memory();
    var counting = new CountingWire(wires.left());
    try (var connection =
        new Connection(counting, ConnectionOptions.standard(), Resources.ofServer())) {
      Wires.write(wires.right(), "x\n".repeat(200));
      wires.right().finishOutput();
      var answering = Async.run(() -> connection.answer((message, replies) -> replies.send(reply)));
      assertThat(Wires.read(wires.right(), 200 * 1001)).isEqualTo((reply + "\n").repeat(200));
      answering.get();
      assertThat(counting.writes).isGreaterThanOrEqualTo(4);
    } finally {
      wires.right().close();
    }
  }
}
