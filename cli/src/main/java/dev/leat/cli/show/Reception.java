package dev.leat.cli.show;

import dev.leat.cli.local.Keeper;
import dev.leat.framing.Message;
import dev.leat.net.Conversation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows what comes from a peer, at the latest when there is nothing more to show for the moment.
 */
public final class Reception {
  /** So many messages are kept at a time, if they have come. */
  private static final int MOST_AT_ONCE = 512;

  private final Displays displays;

  /** Null where nothing is kept. */
  private final @Nullable Keeper keeper;

  public Reception(Displays displays) {
    this(displays, null);
  }

  /**
   * @param keeper keeps what comes before it is shown; null to keep nothing
   */
  public Reception(Displays displays, @Nullable Keeper keeper) {
    this.displays = displays;
    this.keeper = keeper;
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
    // What is done after one message may be that no other is wanted; and only of one that is kept
    // alone the offset is told.
    boolean together =
        keeper != null
            && aftermath.equals(Aftermath.NONE)
            && displays.quota().endless()
            && !displays.showOffsets();
    try {
      List<Message> messages = next(peer, together);
      while (!messages.isEmpty()) {
        keep(messages, peer.peer().toString(), display);
        for (Message message : messages) {
          display.show(message.buffer());
        }
        if (displays.quota().usedUp() || display.enough()) {
          return false;
        }
        messages = next(peer, together);
      }
      display.finish();
      return true;
    } finally {
      displays.page().flush();
    }
  }

  private void keep(List<Message> messages, String peer, Display display) throws IOException {
    if (keeper == null) {
      return;
    }
    if (messages.size() == 1) {
      display.at(keeper.keep(messages.getFirst().buffer(), peer));
    } else {
      keeper.keep(messages, peer);
    }
  }

  /** What comes next: a message, or all that are there; empty at the end. */
  private List<Message> next(Conversation peer, boolean together) throws IOException {
    Message message = next(peer);
    if (message == null) {
      return List.of();
    }
    Message other = together ? peer.arrived() : null;
    if (other == null) {
      return List.of(message);
    }
    List<Message> messages = new ArrayList<>();
    messages.add(message);
    while (other != null) {
      messages.add(other);
      other = messages.size() < MOST_AT_ONCE ? peer.arrived() : null;
    }
    return messages;
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
