package dev.leat.cli.serve;

import static java.util.Objects.requireNonNull;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.UsageError;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leat serve}: leads to the classic services. */
@Command(
    name = "serve",
    customSynopsis = "leat serve SERVICE [OPTION...] [ENDPOINT]",
    header = "Runs a classic service: echo, clock, hub and others.",
    description = {
      "Runs one of the classic services, for this machine only unless told otherwise:",
      "leat serve echo '*:9999' listens on every interface."
    },
    footer = {"", "leat serve SERVICE --help explains a service."})
public final class Serve implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private Serve() {}

  /** Its command line, with all services. */
  public static CommandLine line(Console console) {
    var serve = new CommandLine(new Serve());
    Service.all(console).forEach((name, service) -> serve.addSubcommand(name, service.line()));
    return serve;
  }

  @Override
  public void run() {
    String names = String.join(", ", requireNonNull(spec).subcommands().keySet());
    throw new UsageError("which service? " + names + " (leat serve --help explains them)");
  }
}
