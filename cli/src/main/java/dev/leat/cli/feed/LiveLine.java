package dev.leat.cli.feed;

import static dev.leat.cli.shell.Amounts.count;
import static dev.leat.cli.shell.Amounts.number;

import dev.leat.cli.feed.Client.Served;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Sizes;
import dev.leat.stream.LogCounts;
import dev.leat.stream.MessageLog;
import java.time.Duration;
import java.util.List;

/** Shows on a terminal, once a second, how the feed is doing. */
final class LiveLine implements Runnable {
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Console console;
  private final MessageLog log;
  private final Audience audience;
  private final int waitFor;

  private long seenAt = System.nanoTime();
  private LogCounts seen;

  LiveLine(Console console, MessageLog log, Audience audience, int waitFor) {
    this.console = console;
    this.log = log;
    this.audience = audience;
    this.waitFor = waitFor;
    this.seen = log.counts();
  }

  /** Until it is interrupted. */
  @Override
  public void run() {
    try {
      for (; ; ) {
        console.live(next(System.nanoTime()));
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException e) {
      console.live("");
    }
  }

  private String next(long now) {
    LogCounts counts = log.counts();
    List<Client> clients = audience.present();
    double seconds = Math.max((now - seenAt) / 1e9, 1e-3);
    int gathered = audience.gathered();
    String line =
        gathered >= 0 && gathered < waitFor
            ? "waiting for " + count(waitFor, "client") + ", " + number(gathered) + " here"
            : line(counts, clients, seconds);
    seen = counts;
    seenAt = now;
    return line;
  }

  private String line(LogCounts counts, List<Client> clients, double seconds) {
    long messages = Math.round((counts.next() - seen.next()) / seconds);
    long bytes = Math.round((counts.bytes() - seen.bytes()) / seconds);
    var line = new StringBuilder(count(clients.size(), "client"));
    line.append(" | ").append(count(counts.next(), "message"));
    line.append(" | ").append(number(messages)).append("/s, ");
    line.append(Sizes.text(bytes)).append("/s");
    if (!clients.isEmpty()) {
      long lag = clients.stream().map(Client::served).mapToLong(Served::lag).max().orElse(0);
      line.append(" | slowest ").append(number(lag)).append(" behind");
    }
    if (counts.skipped() > 0) {
      line.append(" | ").append(number(counts.skipped())).append(" missed");
    }
    return line.toString();
  }
}
