package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.services.Clock;
import java.time.Duration;
import java.time.InstantSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code leat serve clock}: says what time it is. */
@Command(
    name = "clock",
    customSynopsis = "leat serve clock [OPTION...] [ENDPOINT]",
    header = "Says the time every 3 seconds, in frames. Port 1234.",
    description =
        "Says \""
            + Clock.WELCOME
            + "\" and then, every 3 seconds, the time in seconds since 1970,"
            + " each with its length before it (--framing header:10).",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve clock                    on localhost:1234",
      "  leat serve clock --every 1s --framing lines",
      "  leat connect 1234 --framing header:10 --show frames    looks at it"
    })
final class ServeClock extends Service {
  private static final Duration SHORTEST = Duration.ofMillis(1);

  @Option(
      names = "--every",
      paramLabel = "TIME",
      defaultValue = "3s",
      description = "From one time to the next. Default: ${DEFAULT-VALUE}.")
  private Duration every = Duration.ofSeconds(3);

  ServeClock(Console console) {
    super(console, 1234, Framing.header(10));
  }

  @Override
  public Integer call() throws Exception {
    if (every.compareTo(SHORTEST) < 0) {
      throw new UsageError("--every must be at least a millisecond: 500ms, 3s");
    }
    ConnectionOptions connections = connections();
    try (var clock = Clock.start(connections.framing(), every, InstantSource.system())) {
      return serve(new Serving(console), connections, clock);
    }
  }
}
