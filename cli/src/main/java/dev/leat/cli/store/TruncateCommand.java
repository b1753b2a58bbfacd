package dev.leat.cli.store;

import static dev.leat.cli.shell.Amounts.number;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.InputKind;
import dev.leat.cli.shell.UsageError;
import dev.leat.stream.Truncation;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leat store truncate}. */
@Command(
    name = "truncate",
    sortOptions = false,
    customSynopsis = {
      "leat store truncate [OPTION...] STORE --to OFFSET",
      "leat store truncate [OPTION...] STORE --before OFFSET"
    },
    header = "Takes messages away at one end of a stored stream.",
    description = {
      "Takes messages away at one end of a stored stream, which nobody may be writing. It says what"
          + " will go, and asks before it does so; the status is 1 if the answer is not yes.",
      "",
      "The messages that stay keep their offsets. Those cut off at the end are given anew to what"
          + " comes next, so a new epoch begins: whoever has kept an offset can tell by it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat store truncate ticks --to 1200         messages 0 to 1199 stay",
      "  leat store truncate ticks --before 90000    the oldest go, a segment at a time",
      "  leat store truncate ticks --to 1200 --yes   in a script"
    })
final class TruncateCommand implements Callable<Integer> {
  private final Console console;

  @Mixin private StoreArgument argument = new StoreArgument();

  @Option(
      names = "--to",
      paramLabel = "OFFSET",
      description = "The stream ends before this message: it and all that follow go.")
  private @Nullable Long to;

  @Option(
      names = "--before",
      paramLabel = "OFFSET",
      description =
          "The segments that hold only messages before this one go, as retention drops them.")
  private @Nullable Long before;

  @Option(names = "--yes", description = "Do it without asking.")
  private boolean yes;

  TruncateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Long end = to;
    Long start = before;
    if ((end == null) == (start == null)) {
      throw new UsageError("one of --to OFFSET and --before OFFSET says which end is cut");
    }
    boolean done = true;
    try (Truncation truncation = argument.store().truncation()) {
      if (end != null) {
        done = cutAt(truncation, end);
      } else if (start != null) {
        done = dropBefore(truncation, start);
      }
    }
    return done ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  /** Cuts, and says so; false if it was not to be. */
  private boolean cutAt(Truncation truncation, long offset) throws IOException {
    check("--to", offset, truncation);
    if (offset == truncation.next()) {
      console.say("nothing goes: the stream ends before message " + number(offset));
      return true;
    }
    if (!agreed(range(offset, truncation.next()), range(truncation.earliest(), offset))) {
      return false;
    }
    truncation.cutAt(offset);
    console.say("done; the next message will be " + number(offset) + ", in a new epoch");
    return true;
  }

  private boolean dropBefore(Truncation truncation, long offset) throws IOException {
    check("--before", offset, truncation);
    long first = truncation.earliest();
    long earliest = truncation.earliestWithout(offset);
    if (earliest == first) {
      console.say(
          "nothing goes: segments go as a whole, and the oldest holds message " + number(offset));
      return true;
    }
    if (!agreed(range(first, earliest), range(earliest, truncation.next()))) {
      return false;
    }
    truncation.dropBefore(offset);
    console.say("done");
    return true;
  }

  private static void check(String option, long offset, Truncation truncation) {
    long earliest = truncation.earliest();
    long next = truncation.next();
    if (offset < earliest || offset > next) {
      throw new UsageError(
          next == earliest
              ? "%s %d: there are no messages; the next will be %d".formatted(option, offset, next)
              : "%s %d: the stream has messages %d to %d"
                  .formatted(option, offset, earliest, next - 1));
    }
  }

  private static String range(long from, long to) {
    if (from == to) {
      return "none";
    }
    return to - from == 1
        ? "message " + number(from)
        : "messages %s to %s".formatted(number(from), number(to - 1));
  }

  /** Says what would be done, and whether it is to be. */
  private boolean agreed(String going, String staying) throws IOException {
    String plan = "%s: %s will go, %s will stay".formatted(argument.path(), going, staying);
    if (yes) {
      console.say(plan);
      return true;
    }
    if (console.inKind() != InputKind.TERMINAL) {
      throw new UsageError(plan + ": --yes does it");
    }
    if (answer(plan + "; yes or no?").equals("yes") && !console.stop().requested()) {
      return true;
    }
    console.say("nothing has been changed");
    return false;
  }

  private String answer(String question) throws IOException {
    var answer = new StringBuilder();
    try (var _ = console.stop().question()) {
      console.error(question);
      for (int b = console.in().read(); b >= 0 && b != '\n'; b = console.in().read()) {
        answer.append((char) b);
      }
    }
    return answer.toString().strip().toLowerCase(java.util.Locale.ROOT);
  }
}
