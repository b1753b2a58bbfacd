package dev.leat.cli.relay;

import dev.leat.cli.shell.Amounts;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Datagrams that a relay has had and not passed on, by what has become of them. Any thread adds.
 */
final class Losses {

  /** Why one is lost. */
  enum Cause {
    NO_ROOM("came faster than the other side took them"),
    TOO_MANY("came from more clients than are let in"),
    CUT_OFF("were for a connection that had ended or could not be had"),
    UNDELIVERED("could not be sent, or nobody was there");

    private final String text;

    Cause(String text) {
      this.text = text;
    }
  }

  private final Map<Cause, Long> counts = new ConcurrentHashMap<>();

  void add(Cause cause, long datagrams) {
    counts.merge(cause, datagrams, Long::sum);
  }

  private long of(Cause cause) {
    return counts.getOrDefault(cause, 0L);
  }

  long total() {
    return Arrays.stream(Cause.values()).mapToLong(this::of).sum();
  }

  /** For people: how many, and how many for which reason. */
  String text() {
    String reasons =
        Arrays.stream(Cause.values())
            .filter(cause -> of(cause) > 0)
            .map(cause -> Amounts.number(of(cause)) + " " + cause.text)
            .collect(Collectors.joining(", "));
    return Amounts.count(total(), "datagram") + " lost: " + reasons;
  }
}
