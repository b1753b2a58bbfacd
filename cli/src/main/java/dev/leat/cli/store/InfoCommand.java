package dev.leat.cli.store;

import static dev.leat.cli.shell.Amounts.count;
import static dev.leat.cli.shell.Amounts.number;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Sizes;
import dev.leat.cli.shell.Words;
import dev.leat.stream.StoreInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat store info}. */
@Command(
    name = "info",
    customSynopsis = "leat store info [OPTION...] STORE",
    header = "Says what is in a stored stream.",
    description = {
      "Says what is in a stored stream: framing, how many messages, from when to when, where they"
          + " came from, who writes it. The messages themselves are not read."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  leat store info ticks", "  leat store info --json ticks | jq .next"})
final class InfoCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private StoreArgument argument = new StoreArgument();

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Facts facts = facts(argument.path().toString(), argument.store().inspect());
    String said = console.json() ? facts.json() : facts.text();
    console.out().write(said.getBytes(StandardCharsets.UTF_8));
    return ExitStatus.DONE;
  }

  private static Facts facts(String store, StoreInfo info) {
    return new Facts()
        .value("store", store)
        .value("framing", info.framing())
        .value("version", info.version())
        .value("epoch", info.epoch())
        .value("sync", info.sync() == null ? null : Words.word(info.sync()))
        .value("writing", info.writing())
        .value("closed", info.closed())
        .value("writer", info.writer().isEmpty() ? null : info.writer())
        .value("segments", info.segments())
        .value("earliest", info.earliest())
        .value("next", info.next())
        .value("messages", info.messages())
        .value("data", info.dataBytes())
        .value("index", info.indexBytes())
        .value("sources", info.sources())
        .value("producers", info.producers())
        .value("first", info.first())
        .value("last", info.last())
        .line("store", store)
        .line("framing", info.framing())
        .line("messages", messages(info))
        .line("time", times(info))
        .line("data", Sizes.text(info.dataBytes()) + " in " + count(info.segments(), "segment"))
        .line("index", Sizes.text(info.indexBytes()))
        .line("sources", counted(info.sources()))
        .line("producers", counted(info.producers()))
        .line("writer", writer(info))
        .line("sync", info.sync() == null ? "not known" : Words.word(info.sync()))
        .line("epoch", Long.toString(info.epoch()))
        .line("format", "version " + info.version());
  }

  private static String counted(int count) {
    return number(count) + (count == StoreInfo.MOST_COUNTED ? " or more" : "");
  }

  private static String messages(StoreInfo info) {
    return info.messages() == 0
        ? "none; the next will be " + number(info.next())
        : "%s, %s to %s"
            .formatted(number(info.messages()), number(info.earliest()), number(info.next() - 1));
  }

  private static String times(StoreInfo info) {
    return info.messages() == 0 ? "-" : info.first() + " to " + info.last();
  }

  private static String writer(StoreInfo info) {
    String who = info.writer().isEmpty() ? "a process" : info.writer();
    if (info.writing()) {
      return who + " has it";
    }
    if (info.writer().isEmpty()) {
      return "none; who was the last is not known";
    }
    return info.closed() ? "none; closed in order" : "none; " + who + " did not close it";
  }
}
