package dev.leat.services;

import dev.leat.net.Endpoint;

/**
 * Hears how logins go, for a log. Names come as the peer has sent them, but cut to a length that
 * people can read and with everything escaped that is not printable; passwords never come. Called
 * on the connections' threads.
 */
public interface LoginEvents {

  /** A user has logged in. */
  default void accepted(Endpoint peer, String name) {}

  /**
   * A login was refused without a look at it, because there are, or were, too many. There may be
   * very many of these.
   *
   * @param why as a phrase
   */
  default void turnedAway(Endpoint peer, String name, String why) {}

  /**
   * A login was refused.
   *
   * @param why as a phrase
   */
  default void refused(Endpoint peer, String name, String why) {}
}
