package dev.leat.cli.relay;

import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.Tasks.Task;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionInterrupted;
import dev.leat.net.IdleTimeout;
import java.io.IOException;
import java.util.List;

/**
 * Two parties, each of which hears what the other says, until both have finished. One that finishes
 * may still hear, as on a connection of its own. Where one breaks off, or says what is no message,
 * both are broken off: the other would take what has come for all there was.
 *
 * @param bothWays whether what the second says goes to the first; else it is thrown away
 */
public record Pair(Party from, Party to, boolean bothWays) {

  /**
   * Carries until the end, and closes both.
   *
   * @throws Exception what ended it early
   */
  public void carry(Traffic traffic) throws Exception {
    var tasks = new Tasks();
    try (from;
        to) {
      Task forth =
          tasks.start(() -> {
            from.carryTo(to::send, traffic.forth());
            to.finish();
          });
      Task back =
          tasks.start(() -> {
            if (bothWays) {
              to.carryTo(from::send, traffic.back());
              from.finish();
            } else {
              to.carryTo(ignored -> {}, new Flow());
            }
          });
      try {
        forth.await();
        if (bothWays) {
          back.await();
        }
      } catch (IOException e) {
        if (isBreak(e)) {
          breakOff(e);
        }
        throw e;
      }
    }
  }

  /** Not where it is this side that ends it, asked to or by a limit of its own. */
  private static boolean isBreak(IOException end) {
    return switch (end) {
      case ConnectionClosed e -> false;
      case ConnectionInterrupted e -> false;
      case IdleTimeout e -> false;
      default -> true;
    };
  }

  private void breakOff(IOException cause) {
    for (Party party : List.of(from, to)) {
      try {
        party.breakOff();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
  }
}
