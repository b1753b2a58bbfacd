package dev.leat.cli.show;

import dev.leat.framing.Message;
import dev.leat.net.Conversation;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Shows what comes from a peer, at the latest when there is nothing more to show for the moment.
 */
public final class Reception {
  private final Displays displays;

  public Reception(Displays displays) {
    this.displays = displays;
  }

  /** What is done after each message that has been shown. */
  @FunctionalInterface
  public interface Aftermath {
    /** Nothing. */
    Aftermath NONE = () -> true;

    /** Does it, and says whether to go on. */
    boolean afterMessage() throws IOException;
  }

  /**
   * Receives until the peer finishes, or as many messages have been shown as are wanted.
   *
   * @return whether the peer has finished
   */
  public boolean from(Conversation peer) throws IOException {
    return from(peer, Aftermath.NONE);
  }

  /** As {@link #from(Conversation)}, doing something after each message. */
  public boolean from(Conversation peer, Aftermath aftermath) throws IOException {
    Display display = displays.of(peer.peer(), aftermath);
    try {
      for (Message message; (message = next(peer)) != null; ) {
        display.show(message.buffer());
        if (displays.quota().usedUp() || display.enough()) {
          return false;
        }
      }
      display.finish();
      return true;
    } finally {
      displays.page().flush();
    }
  }

  private @Nullable Message next(Conversation peer) throws IOException {
    Message message = peer.arrived();
    if (message != null) {
      return message;
    }
    displays.page().flush();
    return peer.receive();
  }
}
