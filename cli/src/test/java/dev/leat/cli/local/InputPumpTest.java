package dev.leat.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.cli.local.InputPump.AtEnd;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.Stop;
import dev.leat.cli.shell.Streams;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.ConnectionPair;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InputPumpTest {
  private static final ConnectionOptions LINES = ConnectionOptions.standard();

  /** Brings a line that has left the pipe, but is not with the reader before it is closed. */
  private static final class OnItsWay extends InputStream {
    private final byte[] line = "late\n".getBytes(StandardCharsets.UTF_8);
    final CountDownLatch reading = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (closed.getCount() == 0) {
        throw new ClosedChannelException();
      }
      reading.countDown();
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new InterruptedIOException();
      }
      System.arraycopy(line, 0, target, offset, line.length);
      return line.length;
    }

    @Override
    public int read() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void whatIsOnItsWayWhenThePeerFinishesIsSent() throws Exception {
    var input = new OnItsWay();
    var out = OutputStream.nullOutputStream();
    var streams = new Streams(input, InputKind.DATA, out, false, out, false);
    var console = new Console(streams, Map.of(), new Stop());
    ConnectionPair pair = ConnectionPair.open(LINES);
    try (var ours = pair.left();
        var theirs = pair.right()) {
      var outbox = new Outbox(ours, LINES.framing(), LINES, console);
      var source = new LocalInput(input, LINES.framing(), LINES.decoder());
      var pump = InputPump.start(source, outbox, new Nothing());
      input.reading.await();

      pump.finish();
      ours.finishOutput();

      assertThat(theirs.receive()).hasToString("late");
      assertThat(theirs.receive()).isNull();
    }
  }

  private static final class Nothing implements AtEnd {
    @Override
    public void ended() {}

    @Override
    public void failed() {}
  }
}
