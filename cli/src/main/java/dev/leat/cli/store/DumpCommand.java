package dev.leat.cli.store;

import dev.leat.cli.shell.Amounts;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.StreamPlace;
import dev.leat.cli.shell.UsageError;
import dev.leat.cli.show.EntryDisplay;
import dev.leat.cli.show.Page;
import dev.leat.stream.Cursor;
import dev.leat.stream.Entry;
import dev.leat.stream.MessageLog;
import dev.leat.stream.Start;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat store dump}. */
@Command(
    name = "dump",
    sortOptions = false,
    customSynopsis = "leat store dump [OPTION...] STORE",
    header = "Prints the messages of a stored stream.",
    description = {
      "Prints the messages of a stored stream, also while it is being written: each on a line of"
          + " its own, with --json together with its time, peer and offset. Every byte is compared"
          + " with its checksum first."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat store dump ticks --from 1200 --count 10",
      "  leat store dump ticks --from '2026-11-22 12:00' --to '2026-11-22 13:00'",
      "  leat store dump ticks --json --follow | jq -r .peer",
      "  leat store dump ticks --raw > ticks.txt     the bytes as they lie in the store"
    })
final class DumpCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private StoreArgument argument = new StoreArgument();

  @Option(
      names = "--from",
      paramLabel = "OFFSET|TIME",
      converter = StreamPlace.Converter.class,
      description = "Begin with " + StreamPlace.FORMS + ". Default: the oldest message.")
  private @Nullable StreamPlace from;

  @Option(
      names = "--to",
      paramLabel = "OFFSET|TIME",
      converter = StreamPlace.Converter.class,
      description = "End before this message, or the first of this time or later.")
  private @Nullable StreamPlace to;

  @Option(names = "--count", paramLabel = "N", description = "At most so many messages.")
  private @Nullable Long count;

  @Option(names = "--follow", description = "Go on with what comes, until it is ended.")
  private boolean follow;

  @Option(names = "--hex", description = "A dump of each message's bytes.")
  private boolean hex;

  @Option(
      names = "--raw",
      description = "The bytes as they lie in the store, with their framing and nothing else.")
  private boolean raw;

  DumpCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    check();
    argument.store(); // says what is wrong, if it is none
    try (MessageLog log = MessageLog.follow(argument.path())) {
      Range range = Range.of(log, from, to, follow);
      long most = Math.min(range.length(), count == null ? Long.MAX_VALUE : count);
      if (most > 0) {
        try (Cursor cursor = log.cursor(Start.offset(range.from()))) {
          dump(cursor.limit(most));
        }
      }
    }
    return ExitStatus.DONE;
  }

  private void check() {
    if (count != null && count < 1) {
      throw new UsageError("--count must be at least 1, not " + count);
    }
    if ((hex ? 1 : 0) + (raw ? 1 : 0) + (console.json() ? 1 : 0) > 1) {
      throw new UsageError("--hex, --raw and --json are ways to print a message: choose one");
    }
  }

  private void dump(Cursor cursor) throws IOException {
    if (follow) {
      console.stop().onRequest(cursor::endHere);
    } else {
      cursor.endHere();
    }
    if (raw) {
      WritableByteChannel out = Channels.newChannel(console.out());
      while (cursor.writeTo(out) >= 0) {}
    } else {
      print(cursor);
    }
    if (cursor.counts().skipped() > 0) {
      console.error(
          Amounts.count(cursor.counts().skipped(), "message")
              + " missed: retention dropped them before they were read");
    }
  }

  private void print(Cursor cursor) throws IOException {
    try (var page = new Page(console.out())) {
      var display = EntryDisplay.of(console, page, cursor.framing(), hex);
      for (Entry entry; (entry = next(cursor, page)) != null; ) {
        display.show(entry);
      }
    }
  }

  /** Has everything out before it waits. */
  private @Nullable Entry next(Cursor cursor, Page page) throws IOException {
    if (follow && cursor.counts().lag() == 0) {
      page.flush();
    }
    return cursor.next();
  }
}
