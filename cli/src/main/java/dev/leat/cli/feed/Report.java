package dev.leat.cli.feed;

import static dev.leat.cli.shell.Amounts.count;
import static dev.leat.cli.shell.Amounts.number;

import dev.leat.cli.feed.Client.Served;
import dev.leat.cli.feed.Publisher.Pace;
import dev.leat.cli.pace.Rate;
import dev.leat.cli.pace.Rate.Unit;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.Sizes;
import dev.leat.stream.LogCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a feed says about itself. */
final class Report {
  private Report() {}

  /** What is fed, and how fast. */
  static String of(Source source, Pace pace) {
    String how =
        source instanceof Source.Files files && files.timing() != null
            ? "by its '%s', at %s".formatted(files.timing().name(), files.timing().speed())
            : text(pace.rate());
    return source.description() + ", " + how;
  }

  private static String text(Rate rate) {
    if (rate.unlimited()) {
      return "as fast as clients take it";
    }
    if (rate.unit() == Unit.BYTES) {
      return count(Math.round(rate.perSecond()), "byte") + " a second";
    }
    if (rate.perSecond() < 1) {
      return "one every " + Durations.text(Duration.ofMillis(Math.round(1000 / rate.perSecond())));
    }
    return (rate.perSecond() == 1 ? "one" : decimal(rate.perSecond())) + " a second";
  }

  /** With a decimal where it has one and is small: {@code 2.5}, {@code 1,500}. */
  private static String decimal(double number) {
    long tenths = Math.round(number * 10);
    return tenths >= 1000 || tenths % 10 == 0
        ? number(Math.round(number))
        : tenths / 10 + "." + tenths % 10;
  }

  /** What one client got. */
  static String of(Served served) {
    String missed = served.missed() == 0 ? "" : ", missed " + count(served.missed(), "message");
    return count(served.messages(), "message") + ", " + Sizes.text(served.bytes()) + missed;
  }

  /** Where it is kept, and what was there; empty if nowhere. */
  static String of(Keeping keeping, LogCounts before) {
    if (!keeping.stored()) {
      return "";
    }
    long kept = before.next() - before.earliest();
    return "; kept in "
        + keeping.store()
        + (kept == 0 ? "" : ", where " + count(kept, "message") + (kept == 1 ? " is" : " are"));
  }

  /** What the whole feed did, since the log was as it was before. */
  static String of(LogCounts before, LogCounts counts, long clients, Losses losses) {
    String lost = String.join("; ", losses(counts, losses));
    return "fed "
        + count(counts.next() - before.next(), "message")
        + ", "
        + Sizes.text(counts.bytes() - before.bytes())
        + ", to "
        + count(clients, "client")
        + (lost.isEmpty() ? "" : "; " + lost);
  }

  /** What did not reach everybody; empty if everything did. */
  static List<String> losses(LogCounts counts, Losses inputs) {
    var losses = new ArrayList<String>();
    if (!inputs.ofInputs().isEmpty()) {
      losses.add(inputs.ofInputs());
    }
    if (counts.skipped() > 0) {
      losses.add("slow clients missed " + count(counts.skipped(), "message"));
    }
    if (counts.disconnected() > 0) {
      losses.add(count(counts.disconnected(), "slow client") + " disconnected");
    }
    if (counts.refused() > 0) {
      losses.add(
          count(counts.refused(), "message") + " refused: too long, or not for this framing");
    }
    return losses;
  }
}
