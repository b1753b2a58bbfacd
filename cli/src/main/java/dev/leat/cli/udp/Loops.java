package dev.leat.cli.udp;

import java.util.Set;

/**
 * Who must not be answered, because it answers everything too: two of that kind, whom somebody with
 * a made-up address has set on each other, never stop. Such are the small services that systems
 * used to have, and one of the own kind, most likely on the same port.
 */
final class Loops {
  /** Echo, daytime, quote of the day, character generator and time (RFC 862 to 868). */
  private static final Set<Integer> THAT_ANSWER = Set.of(7, 13, 17, 19, 37);

  private Loops() {}

  /** Whether an answer to this port could be answered in turn. */
  static boolean begin(int senderPort, int ownPort) {
    return senderPort == ownPort || THAT_ANSWER.contains(senderPort);
  }
}
