package dev.leat.cli.feed;

import dev.leat.cli.pace.Pacer;
import dev.leat.cli.pace.Rate;
import dev.leat.cli.pace.Rate.Unit;
import dev.leat.stream.MessageLog;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Takes messages from the source to the log, at the rate that is asked for, round by round. */
final class Publisher {
  private final Source source;
  private final Pace pace;
  private final MessageLog log;
  private final @Nullable History history;
  private final MessageLog heads;
  private final Audience audience;
  private final Losses losses;
  private final int waitFor;

  /**
   * How fast, and how much.
   *
   * @param count messages after which a round ends; {@link Long#MAX_VALUE} for no such limit
   */
  record Pace(Rate rate, long count) {}

  /**
   * @param history of the log, if it is stored
   */
  Publisher(
      Source source,
      Pace pace,
      MessageLog log,
      @Nullable History history,
      MessageLog heads,
      Audience audience,
      Losses losses,
      int waitFor) {
    this.source = source;
    this.pace = pace;
    this.log = log;
    this.history = history;
    this.heads = heads;
    this.audience = audience;
    this.losses = losses;
    this.waitFor = waitFor;
  }

  /**
   * Feeds round after round; returns after the only one if it cannot or shall not be repeated.
   *
   * @param beginsAgain is told of each round but the first
   */
  void run(boolean repeats, Runnable beginsAgain) throws IOException, InterruptedException {
    round();
    while (repeats) {
      audience.awaitNextRound();
      beginsAgain.run();
      round();
    }
  }

  private void round() throws IOException, InterruptedException {
    try (Supply supply = source.open(history)) {
      if (source.headerLines() > 0) {
        supply.headerTo(heads);
      }
      audience.headComplete();
      audience.awaitClients(waitFor);
      publish(supply);
    }
    audience.endRound();
  }

  private void publish(Supply supply) throws IOException, InterruptedException {
    boolean bytes = pace.rate().unit() == Unit.BYTES;
    var pacer = new Pacer(pace.rate());
    long left = pace.count();
    long dropped = 0;
    while (left > 0) {
      long due = pacer.await();
      long before = bytes ? log.counts().bytes() : 0;
      long appended =
          bytes
              ? supply.appendTo(log, left, due)
              : supply.appendTo(log, Math.min(left, due), Long.MAX_VALUE);
      losses.tooLong(source.description(), supply.dropped() - dropped);
      dropped = supply.dropped();
      if (appended == Supply.END) {
        return;
      }
      left -= appended;
      pacer.went(bytes ? log.counts().bytes() - before : appended);
    }
  }
}
