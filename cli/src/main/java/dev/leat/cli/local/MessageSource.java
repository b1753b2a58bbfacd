package dev.leat.cli.local;

import dev.leat.framing.Message;
import java.io.IOException;
import java.util.List;

/** Where messages to be sent come from. */
public interface MessageSource {

  /** Waits for messages and answers those that have come, at least one; none at the end. */
  List<Message> next() throws IOException, InterruptedException;

  /** Whether {@link #next} would not have to wait, as far as one can tell. */
  boolean isReady() throws IOException;

  /**
   * Has a {@link #next} that waits, and each after it, answer what has come already, or nothing;
   * does nothing where it never waits for long. For any thread.
   */
  default void stop() throws IOException {}

  /** Messages left out or cut so far, because they were longer than is accepted. */
  default long dropped() {
    return 0;
  }

  /** These, together. */
  static MessageSource of(List<Message> messages) {
    return new MessageSource() {
      private List<Message> left = messages;

      @Override
      public List<Message> next() {
        List<Message> all = left;
        left = List.of();
        return all;
      }

      @Override
      public boolean isReady() {
        return !left.isEmpty();
      }
    };
  }
}
