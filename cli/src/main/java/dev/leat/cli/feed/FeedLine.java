package dev.leat.cli.feed;

import static dev.leat.cli.shell.Amounts.count;
import static dev.leat.cli.shell.Amounts.number;

import dev.leat.cli.feed.Client.Served;
import dev.leat.cli.shell.LiveLine;
import dev.leat.cli.shell.Sizes;
import dev.leat.stream.LogCounts;
import dev.leat.stream.MessageLog;
import java.util.List;

/** How the feed is doing, for the line that people see while it runs. */
final class FeedLine implements LiveLine.Text {
  private final MessageLog log;
  private final Audience audience;
  private final int waitFor;
  private LogCounts seen;

  FeedLine(MessageLog log, Audience audience, int waitFor) {
    this.log = log;
    this.audience = audience;
    this.waitFor = waitFor;
    this.seen = log.counts();
  }

  @Override
  public String now(double seconds) {
    LogCounts counts = log.counts();
    List<Client> clients = audience.present();
    int gathered = audience.gathered();
    String line =
        gathered >= 0 && gathered < waitFor
            ? "waiting for " + count(waitFor, "client") + ", " + number(gathered) + " here"
            : line(counts, clients, seconds);
    seen = counts;
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
