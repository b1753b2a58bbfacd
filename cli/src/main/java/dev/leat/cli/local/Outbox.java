package dev.leat.cli.local;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.Sizes;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import dev.leat.framing.Message;
import dev.leat.framing.TooLong;
import dev.leat.framing.UnencodableMessage;
import dev.leat.net.Client;
import dev.leat.net.ConnectFailed;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionException;
import dev.leat.net.ConnectionInterrupted;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Conversation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends messages to a peer. One that its framing cannot carry is reported and left out. Used by one
 * thread.
 */
public final class Outbox {
  private final Conversation peer;
  private final Framing framing;
  private final boolean frameHere;
  private final Console console;
  private final DecoderOptions decoding;
  private final AtomicLong refused = new AtomicLong();
  private long dropped;

  /**
   * @param framing of the messages; applied here where the connection has none, because what comes
   *     is looked at byte by byte
   * @param options the connection's
   */
  public Outbox(Conversation peer, Framing framing, ConnectionOptions options, Console console) {
    this.peer = peer;
    this.framing = framing;
    this.frameHere = !options.framing().equals(framing);
    this.console = console;
    this.decoding = options.decoder();
  }

  /** Sends all that a source has. */
  public void sendAll(MessageSource source) throws IOException, InterruptedException {
    while (sendFrom(source)) {}
  }

  /**
   * Waits for a source's next messages and sends them.
   *
   * @return whether there were any
   */
  boolean sendFrom(MessageSource source) throws IOException, InterruptedException {
    List<Message> messages = source.next();
    report(source.dropped());
    if (messages.isEmpty()) {
      return false;
    }
    send(messages);
    return true;
  }

  /** So many messages of the source were too long so far. */
  private void report(long droppedSoFar) {
    long more = droppedSoFar - dropped;
    if (more > 0) {
      dropped = droppedSoFar;
      refused.addAndGet(more);
      boolean cut = decoding.tooLong() == TooLong.TRUNCATE;
      console.error(
          (cut ? "cut: " : "not sent: ")
              + Amounts.count(more, "message")
              + " longer than "
              + Sizes.text(decoding.max()));
    }
  }

  /** Sends these together, all but those that cannot be sent. */
  public void send(List<Message> messages) throws IOException {
    try {
      sendTogether(messages);
    } catch (UnencodableMessage e) {
      for (Message message : messages) {
        sendOrReport(message);
      }
    }
  }

  private void sendOrReport(Message message) throws IOException {
    try {
      sendTogether(List.of(message));
    } catch (UnencodableMessage e) {
      refused.incrementAndGet();
      console.error("not sent: " + Reasons.of(e));
    }
  }

  private void sendTogether(List<Message> messages) throws IOException {
    try {
      if (frameHere) {
        peer.send(frames(messages));
      } else {
        peer.sendAll(messages);
      }
    } catch (ConnectionException e) {
      if (!(peer instanceof Client) || isOver(e)) {
        throw e;
      }
      // Another connection follows, and nothing is sent twice.
      console.error(
          "may not have arrived: "
              + (messages.size() == 1 ? "a message" : messages.size() + " messages")
              + ": "
              + Reasons.of(e));
    }
  }

  /** Whether no other connection follows: the client has been closed, or has given up. */
  private static boolean isOver(ConnectionException end) {
    return end instanceof ConnectionClosed
        || end instanceof ConnectionInterrupted
        || end instanceof ConnectFailed;
  }

  private ByteBuffer frames(List<Message> messages) throws UnencodableMessage {
    long bound = 0;
    for (Message message : messages) {
      bound += framing.frameBound(message.size());
    }
    ByteBuffer frames = ByteBuffer.allocate(Math.toIntExact(bound));
    for (Message message : messages) {
      framing.encode(message.buffer(), frames);
    }
    return frames.flip();
  }

  /** How many messages could not be sent, or not whole. */
  public long refused() {
    return refused.get();
  }
}
