package dev.leat.net;

import java.io.IOException;
import java.time.Duration;

/**
 * No message was complete within the time given to {@link Connection#receive(Duration)}, or no
 * datagram came within that of {@link UdpSocket#receive(Duration)}. The connection is as good as
 * before: what has come of a message is kept, and the next call goes on from there.
 */
public final class ReceiveTimeout extends IOException {
  private static final long serialVersionUID = 1;

  ReceiveTimeout(Endpoint peer, Duration waited) {
    super("no message from " + peer + " within " + Durations.text(waited));
  }

  /** Nobody has sent anything. */
  static ReceiveTimeout ofSocket(Endpoint socket, Duration waited) {
    return new ReceiveTimeout(
        "no datagram came to " + socket + " within " + Durations.text(waited));
  }

  private ReceiveTimeout(String message) {
    super(message);
  }
}
