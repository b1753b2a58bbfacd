package dev.leat.cli;

import dev.leat.cli.shell.Failure;
import dev.leat.net.Connection;

/** One with whom no TLS is spoken. */
final class PlainPeer {
  private PlainPeer() {}

  /**
   * Refuses to take for an answer what a TLS server says to those who do not speak it.
   *
   * @throws Failure if the peer has said that
   */
  static void check(Connection connection) throws Failure {
    if (connection.peerSpeaksTls()) {
      throw new Failure(
          "%s speaks TLS: write %s".formatted(connection.peer(), connection.peer().secured()));
    }
  }
}
