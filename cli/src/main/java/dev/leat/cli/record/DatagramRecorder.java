package dev.leat.cli.record;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.FewLines;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.FramingException;
import dev.leat.net.Datagram;
import dev.leat.net.UdpSocket;
import dev.leat.stream.Arrival;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records datagrams: each is a message or, where the store has another framing, brings whole
 * messages of that.
 */
public final class DatagramRecorder {
  /** How many datagrams, or so many bytes of them, are stored together. */
  private static final int MOST_TOGETHER = 1_000;

  private static final int LARGE = 256 << 10;

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
      if (recording.framing().equals(Framing.datagram())) {
        storeAll(arrived(datagram, socket));
      } else {
        storeFrames(datagram);
      }
    }
  }

  /** This one, and those that have come meanwhile: they are stored together. */
  private static List<Datagram> arrived(Datagram first, UdpSocket socket) throws IOException {
    List<Datagram> arrived = new ArrayList<>(List.of(first));
    long bytes = first.size();
    for (Datagram next;
        arrived.size() < MOST_TOGETHER && bytes < LARGE && (next = socket.arrived()) != null; ) {
      arrived.add(next);
      bytes += next.size();
    }
    return arrived;
  }

  private void storeAll(List<Datagram> datagrams) throws IOException {
    List<Arrival> arrivals = new ArrayList<>(datagrams.size());
    for (Datagram datagram : datagrams) {
      arrivals.add(new Arrival(datagram.buffer(), origin(datagram)));
    }
    recording.append(wanted -> {
      int end = (int) Math.min(wanted, arrivals.size());
      for (int from = 0; from < end; ) {
        from = store(datagrams, arrivals, from, end);
      }
    });
  }

  /** Stores datagrams up to one that is no message, and answers which one is next. */
  private int store(List<Datagram> datagrams, List<Arrival> arrivals, int from, int end)
      throws IOException {
    try {
      recording.messages(arrivals.subList(from, end));
      return end;
    } catch (FramingException e) {
      int refused = from;
      while (datagrams.get(refused).size() > 0 && !arrivals.get(refused).message().hasRemaining()) {
        refused++;
      }
      refuse(datagrams.get(refused), e);
      return refused + 1;
    }
  }

  private void storeFrames(Datagram datagram) throws IOException {
    try {
      var intake = new Intake(recording, origin(datagram), options);
      intake.take(datagram.buffer());
      intake.finish();
    } catch (FramingException e) {
      refuse(datagram, e);
    }
  }

  private void refuse(Datagram datagram, FramingException why) {
    recording.lost(1);
    broken.error(datagram.sender() + ": " + Reasons.of(why));
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
