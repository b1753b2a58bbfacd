package dev.leat.cli.record;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.net.Datagram;
import dev.leat.net.UdpSocket;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Records datagrams: each is a message or, where the store has another framing, brings whole
 * messages of that.
 */
public final class DatagramRecorder {
  private final Recording recording;
  private final DecoderOptions options;
  private final FewLines broken;
  private @Nullable InetSocketAddress sender;
  private @Nullable Origin origin;

  /**
   * @param options how long a message may be
   */
  public DatagramRecorder(Recording recording, DecoderOptions options, Console console) {
    this.recording = recording;
    this.options = options;
    this.broken = new FewLines(console, "further datagrams that are no messages");
  }

  /** Records until the socket has been drained, or as many messages have come as are wanted. */
  public void record(UdpSocket socket) throws IOException {
    for (Datagram datagram; !recording.enough() && (datagram = socket.receive()) != null; ) {
      try {
        store(datagram);
      } catch (FramingException e) {
        recording.lost(1);
        broken.error(datagram.sender() + ": " + Reasons.of(e));
      }
    }
  }

  private void store(Datagram datagram) throws IOException {
    Origin from = origin(datagram);
    if (recording.framing().equals(Framing.datagram())) {
      recording.message(datagram.buffer(), from);
    } else {
      var intake = new Intake(recording, from, options);
      intake.take(datagram.buffer());
      intake.finish();
    }
  }

  /** Most come from the same sender as the one before. */
  private Origin origin(Datagram datagram) {
    Origin last = origin;
    if (last != null && datagram.address().equals(sender)) {
      return last;
    }
    sender = datagram.address();
    Origin from = Origin.of(datagram.sender().toString());
    origin = from;
    return from;
  }
}
