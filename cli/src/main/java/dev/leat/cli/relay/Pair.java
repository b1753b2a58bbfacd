package dev.leat.cli.relay;

import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.Tasks.Task;

/**
 * Two parties, each of which hears what the other says, until both have finished. One that finishes
 * may still hear, as on a connection of its own; where one breaks off, so does the other.
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
      forth.await();
      if (bothWays) {
        back.await();
      }
    }
  }
}
