package dev.leat.cli.store;

import static dev.leat.cli.shell.Amounts.count;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.Sizes;
import dev.leat.stream.StoreDamaged;
import dev.leat.stream.Verification;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code leat store verify}. */
@Command(
    name = "verify",
    customSynopsis = "leat store verify [OPTION...] STORE",
    header = "Says whether a stored stream is whole.",
    description = {
      "Reads all of a stored stream and compares it with its checksums, and each file with the next."
          + " Where it is damaged, it says in which file, from which byte and message on; the"
          + " status is then 1. While it is being written, it is read up to its last message."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat store verify ticks",
      "  leat store verify -q ticks && rsync -a ticks backup:"
    })
final class VerifyCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private StoreArgument argument = new StoreArgument();

  VerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Path path = argument.path();
    Verification found = argument.store().verify(this::progress);
    console.live("");
    for (StoreDamaged damage : found.damage()) {
      console.error("leat store verify: " + damage.getMessage());
    }
    String said =
        console.json() ? facts(path, found).json() : path + ": " + summary(path, found) + "\n";
    if (console.json() || !console.quiet()) {
      console.out().write(said.getBytes(StandardCharsets.UTF_8));
    }
    return found.whole() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private void progress(long read, long total) {
    console.live(
        "%d %% read, %s of %s"
            .formatted(total == 0 ? 100 : read * 100 / total, Sizes.text(read), Sizes.text(total)));
  }

  private static Facts facts(Path path, Verification found) {
    StoreDamaged first = found.whole() ? null : found.damage().getFirst();
    return new Facts()
        .value("store", path)
        .value("whole", found.whole())
        .value("segments", found.segments())
        .value("earliest", found.earliest())
        .value("next", found.next())
        .value("intact", found.bytes())
        .value("unacknowledged", found.unacknowledged())
        .value("damaged", found.damage().size())
        .value("file", first == null ? null : first.file())
        .value("position", first == null ? null : first.position())
        .value("offset", first == null ? null : first.offset());
  }

  private static String summary(Path path, Verification found) {
    if (!found.whole()) {
      String places = "damaged in " + count(found.damage().size(), "place");
      long first = found.damage().getFirst().offset();
      return first <= found.earliest()
          ? places + ", from its first message on: truncate could keep nothing before it"
          : "%s; leat store truncate %s --to %d keeps what is before the first"
              .formatted(places, path, first);
    }
    String rest =
        found.unacknowledged() == 0
            ? ""
            : "; " + count(found.unacknowledged(), "byte") + " behind them not acknowledged yet";
    return "whole: %s, %s in %s%s"
        .formatted(
            count(found.next() - found.earliest(), "message"),
            Sizes.text(found.bytes()),
            count(found.segments(), "segment"),
            rest);
  }
}
