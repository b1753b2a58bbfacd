package dev.leat.cli.record;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Reasons;
import dev.leat.framing.DecoderOptions;
import dev.leat.framing.FramingException;
import dev.leat.framing.Message;
import dev.leat.net.ConnectionException;
import dev.leat.net.Conversation;
import dev.leat.net.Endpoint;
import dev.leat.net.ReceiveTimeout;
import dev.leat.stream.Origin;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Records what comes by connections with one peer, one after the other. They bring bytes as they
 * are; what a message is, the store's framing says. Used by one thread.
 */
public final class Recorder {
  private final Recording recording;
  private final Endpoint peer;
  private final Duration quiet;
  private final Intake intake;
  private final Console console;
  private @Nullable IOException failure;

  /**
   * @param options how long a message may be
   * @param quiet silence that completes a message; zero for none
   */
  public Recorder(
      Recording recording, Endpoint peer, DecoderOptions options, Duration quiet, Console console) {
    this.recording = recording;
    this.peer = peer;
    this.quiet = quiet;
    this.intake = new Intake(recording, Origin.of(peer.toString()), options);
    this.console = console;
  }

  /**
   * Records until the peer finishes, or as many messages have come as are wanted. What has come by
   * then is stored also where the connection ends in another way.
   *
   * @throws FramingException if what came is not framed as the store is, or is not complete
   */
  public void record(Conversation conversation) throws IOException {
    try {
      for (Message read; !recording.enough() && (read = next(conversation)) != null; ) {
        throwFailure();
        intake.take(read.buffer());
      }
    } catch (FramingException e) {
      recording.lost(1);
      throw e;
    } catch (ConnectionException e) {
      ended();
      throw e;
    }
    ended();
    throwFailure();
  }

  private @Nullable Message next(Conversation conversation) throws IOException {
    while (quiet.isPositive() && intake.begun()) {
      try {
        return conversation.receive(quiet);
      } catch (ReceiveTimeout e) {
        intake.takePartial();
      }
    }
    return conversation.receive();
  }

  /**
   * A connection has come to its end, and what it has brought of a message will not be continued.
   * Called by the thread that records, also while it waits for the next connection.
   */
  public void ended() {
    boolean interrupted = Thread.interrupted(); // what is there is stored first
    try {
      intake.finish();
    } catch (FramingException e) {
      recording.lost(1);
      console.error(peer + ": " + Reasons.of(e));
    } catch (IOException e) {
      failure = e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void throwFailure() throws IOException {
    IOException before = failure;
    if (before != null) {
      throw before;
    }
  }
}
