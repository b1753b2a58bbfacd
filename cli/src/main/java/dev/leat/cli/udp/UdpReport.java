package dev.leat.cli.udp;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Sizes;
import dev.leat.net.UdpCounters;
import dev.leat.net.UdpSocket;
import java.io.IOException;
import java.time.Duration;

/** Says how a socket that receives is doing: at its end, and on a terminal once a second. */
final class UdpReport {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Console console;
  private final UdpSocket socket;

  UdpReport(Console console, UdpSocket socket) {
    this.console = console;
    this.socket = socket;
  }

  /** How much may come before it is received: what comes on top of that is lost. */
  void buffer() throws IOException {
    int asked = socket.options().receiveBuffer();
    int granted = socket.receiveBuffer();
    console.detail(
        "the system holds up to "
            + Sizes.text(granted)
            + " until it is received"
            + (granted < asked
                ? " (of " + Sizes.text(asked) + "; net.core.rmem_max allows no more)"
                : ""));
  }

  /** Shows the live line until it is interrupted. */
  void live() {
    try {
      for (UdpCounters seen = socket.counters(); ; ) {
        console.live(text(seen));
        Thread.sleep(PERIOD);
        UdpCounters now = socket.counters();
        console.live(text(now) + " | " + Amounts.number(now.received() - seen.received()) + "/s");
        seen = now;
      }
    } catch (InterruptedException e) {
      console.live("");
    }
  }

  /** The last word, once the socket is closed. */
  void end() {
    UdpCounters counters = socket.counters();
    if (counters.lost().orElse(0) + counters.tooLong() > 0) {
      console.error(text(counters));
    } else {
      console.say(text(counters));
    }
  }

  private static String text(UdpCounters counters) {
    String lost =
        counters.lost().isPresent()
            ? "lost " + Amounts.number(counters.lost().getAsLong())
            : "what was lost this system does not say";
    return "received "
        + Amounts.count(counters.received(), "datagram")
        + ", "
        + Sizes.text(counters.bytesIn())
        + "; "
        + lost
        + (counters.tooLong() == 0
            ? ""
            : "; dropped " + Amounts.number(counters.tooLong()) + " that were too long");
  }
}
