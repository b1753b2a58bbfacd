package dev.leat.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the comparisons and writes their table. */
@Command(
    name = "bench/run",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Compares Leat with its peers, whole processes on loopback, all sides in turn within each"
          + " round.",
      "The table goes to standard output and, with every comparison and side in it, to"
          + " bench/results/LATEST.md."
    })
public final class Compare implements Callable<Integer> {
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final Path LATEST = Path.of("bench/results/LATEST.md");

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "5",
      description = "Rounds (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "5",
      description = "Seconds of load that count, in each turn (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "4",
      description = "Seconds of load before them (default: ${DEFAULT-VALUE}).")
  private double warmUp;

  @Option(names = "--quick", description = "One round of 2 seconds after 2: to see that all works.")
  private boolean quick;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description =
          "Comparisons to run: echo, echo-pipelined, echo-tls, udp, fanout, fanout-tls,"
              + " fanout-stored, rate, idle, idle-tls, replay, start, append, append-forced"
              + " (default: all).")
  private List<String> only = List.of();

  @Option(
      names = "--sides",
      paramLabel = "TEXT",
      split = ",",
      description =
          "Sides to run: those whose name contains the text, such as leat or netty (default: all).")
  private List<String> sides = List.of();

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description =
          "Where else to write the table (default: bench/results/LATEST.md when all is run).")
  private @Nullable Path output;

  /** Called by {@code bench/run} in the root of the repository. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Compare())
            .setExecutionExceptionHandler((failure, commandLine, parsed) -> {
              commandLine.getErr().println("bench/run: " + failure.getMessage());
              return 1;
            })
            .execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Settings settings = quick ? new Settings(1, 2, 2) : new Settings(rounds, seconds, warmUp);
    progress("building the load programs");
    Programs programs = Programs.build(Path.of("").toAbsolutePath());
    List<Comparison> chosen = choose(comparisons(programs));
    List<String> machine = Machine.facts(programs.folder(""));

    Map<Comparison, Results> all = new LinkedHashMap<>();
    for (Comparison comparison : chosen) {
      all.put(comparison, run(comparison, settings));
    }

    String report = Report.write(all, settings, machine);
    System.out.print(report);
    Path file =
        output != null ? output : only.isEmpty() && sides.isEmpty() && !quick ? LATEST : null;
    if (file != null) {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      Files.writeString(file, report);
      progress("written to " + file);
    }
    boolean failed =
        all.values().stream()
            .anyMatch(results ->
                results.contenders().stream().anyMatch(name -> results.failures(name) > 0));
    return failed ? 1 : 0;
  }

  static List<Comparison> comparisons(Programs programs) {
    List<Comparison> all = new ArrayList<>();
    all.add(FanoutComparison.plain(programs));
    all.add(new RateComparison(programs));
    all.add(EchoComparison.oneAtATime(programs));
    all.add(EchoComparison.pipelined(programs));
    all.add(new UdpComparison(programs));
    if (programs.canSpeakTls()) {
      all.add(EchoComparison.overTls(programs));
      all.add(FanoutComparison.overTls(programs));
      all.add(IdleComparison.overTls(programs));
    } else {
      progress("nothing is compared over TLS: that needs OpenSSL (apt install libssl-dev openssl)");
    }
    all.add(IdleComparison.plain(programs));
    all.add(new ReplayComparison(programs));
    all.add(new StartComparison(programs));
    all.add(new StoredFanoutComparison(programs));
    all.add(AppendComparison.unforced(programs));
    all.add(AppendComparison.forced(programs));
    return all;
  }

  private List<Comparison> choose(List<Comparison> comparisons) {
    List<String> names = comparisons.stream().map(Comparison::name).toList();
    for (String name : only) {
      if (!names.contains(name) && spec != null) {
        throw new ParameterException(
            spec.commandLine(),
            "no comparison \"" + name + "\"; there are " + String.join(", ", names));
      }
    }
    return comparisons.stream()
        .filter(each -> only.isEmpty() || only.contains(each.name()))
        .toList();
  }

  private Results run(Comparison comparison, Settings settings)
      throws IOException, InterruptedException {
    List<Contender> contenders =
        new ArrayList<>(comparison.contenders().stream().filter(this::takesPart).toList());
    Results results = new Results();
    int count = comparison.rounds(settings);
    for (int round = 1; round <= count; round++) {
      for (Contender contender : contenders) {
        String turn = "%s %d/%d, %s".formatted(comparison.name(), round, count, contender.name());
        Figures figures;
        try {
          figures = comparison.measure(contender, settings);
          Column first = comparison.columns().getFirst();
          progress(
              "%s: %s %s"
                  .formatted(
                      turn, first.unit().format(figures.get(first.figure())), first.heading()));
        } catch (MeasurementFailed failure) {
          figures = Figures.NONE;
          progress(turn + " failed: " + failure.getMessage());
        }
        results.add(contender.name(), figures);
      }
      // Another order each round: what one leaves behind does not always meet the same.
      Collections.rotate(contenders, -1);
    }
    return results;
  }

  private boolean takesPart(Contender contender) {
    String name = contender.name().toLowerCase(Locale.ROOT);
    return sides.isEmpty()
        || sides.stream().anyMatch(side -> name.contains(side.toLowerCase(Locale.ROOT)));
  }

  private static void progress(String what) {
    System.err.println(CLOCK.format(LocalTime.now(ZoneId.systemDefault())) + " " + what);
  }
}
