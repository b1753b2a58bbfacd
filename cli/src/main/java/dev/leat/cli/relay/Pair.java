package dev.leat.cli.relay;

import dev.leat.cli.shell.Tasks;
import dev.leat.cli.shell.Tasks.Task;
import dev.leat.net.ConnectionClosed;
import dev.leat.net.ConnectionInterrupted;
import dev.leat.net.IdleTimeout;
import dev.leat.net.Replaced;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Two parties, each of which hears what the other says, until both have finished. One that finishes
 * may still hear, as on a connection of its own. Where one breaks off, or says what is no message,
 * both are broken off: the other would take what has come for all there was.
 *
 * @param bothWays whether what the second says goes to the first; else it is thrown away
 * @param patience with one that has been told that nothing more comes, and whom nobody hears
 */
public record Pair(Party from, Party to, boolean bothWays, Patience patience) {

  /**
   * Carries until the end, and closes both.
   *
   * @throws Exception what ended it early
   */
  public void carry(Traffic traffic) throws Exception {
    var tasks = new Tasks();
    var heardAt = new AtomicLong(System.nanoTime());
    var told = new AtomicBoolean(true);
    try (from;
        to) {
      Task forth =
          tasks.start(() -> {
            from.carryTo(to::send, traffic.forth());
            told.compareAndSet(true, to.finish());
          });
      Task back =
          tasks.start(() -> {
            if (bothWays) {
              to.carryTo(
                  messages -> {
                    heardAt.set(System.nanoTime());
                    from.send(messages);
                  },
                  traffic.back());
              told.compareAndSet(true, from.finish());
            } else {
              to.carryTo(ignored -> heardAt.set(System.nanoTime()), new Flow());
            }
          });
      try {
        awaitEnd(tasks, forth, back, told, heardAt);
      } catch (IOException e) {
        if (isBreak(e)) {
          breakOff(e);
        }
        throw e;
      }
    }
  }

  /**
   * @param told whether whoever was to hear that nothing more comes could be told
   */
  private void awaitEnd(Tasks tasks, Task forth, Task back, AtomicBoolean told, AtomicLong heardAt)
      throws Exception {
    if (tasks.awaitAny(forth, back).equals(forth)) {
      if (bothWays && told.get() && !from.hasLeft()) {
        back.await();
      } else {
        // Closed at once, it could lose what is still on its way, as soon as it says something.
        awaitLastWord(back, heardAt);
      }
    } else if (bothWays && !told.get()) {
      return; // the answer is whole, and closing says so
    } else if (!to.hasLeft()) {
      forth.await();
    } else if (bothWays) {
      awaitLastWord(forth, heardAt);
    }
  }

  /** Waits for the end of one whom nobody hears, and who has been told that nothing more comes. */
  private void awaitLastWord(Task saying, AtomicLong heardAt) throws Exception {
    long start = System.nanoTime();
    heardAt.set(start);
    for (; ; ) {
      long now = System.nanoTime();
      long silent = patience.silence().toNanos() - (now - heardAt.get());
      long left = Math.min(silent, patience.most().toNanos() - (now - start));
      if (left <= 0 || saying.await(Duration.ofNanos(left))) {
        return;
      }
    }
  }

  /** Not where it is this side that ends it, asked to or by a limit of its own. */
  private static boolean isBreak(IOException end) {
    return switch (end) {
      case ConnectionClosed e -> false;
      case ConnectionInterrupted e -> false;
      case IdleTimeout e -> false;
      case Replaced e -> false;
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
