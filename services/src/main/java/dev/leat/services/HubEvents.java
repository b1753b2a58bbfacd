package dev.leat.services;

import dev.leat.framing.Message;
import java.io.IOException;

/** Hears what happens in a {@link Hub}. Called on the members' threads. */
public interface HubEvents {

  /** A member has joined. */
  default void joined(Member member) {}

  /** A member has said something. */
  default void said(Member member, Message message) throws IOException {}

  /**
   * A member has left.
   *
   * @param missed messages that it did not get because it was slow
   */
  default void left(Member member, long missed) {}
}
