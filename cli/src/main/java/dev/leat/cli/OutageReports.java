package dev.leat.cli;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.Durations;
import dev.leat.cli.shell.Reasons;
import dev.leat.cli.shell.TlsReports;
import dev.leat.net.ClientEvents;
import dev.leat.net.Connection;
import dev.leat.net.Endpoint;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says when a connection is lost and when it is there again; of what fails meanwhile, the first.
 */
final class OutageReports implements ClientEvents {
  private final Console console;
  private volatile boolean failing;

  OutageReports(Console console) {
    this.console = console;
  }

  @Override
  public void connected(Connection connection) {
    failing = false;
    console.say("connected to " + connection.peer());
    TlsReports.connected(connection, console);
  }

  @Override
  public void lost(Endpoint peer, @Nullable IOException cause) {
    console.say(
        cause == null
            ? peer + " has closed the connection; connecting again"
            : Reasons.of(cause) + "; connecting again");
  }

  @Override
  public void attemptFailed(IOException cause, Duration retryIn) {
    if (failing) {
      console.detail(Reasons.of(cause) + "; next attempt in " + Durations.text(rounded(retryIn)));
    } else {
      failing = true;
      console.say(Reasons.of(cause) + "; trying again until it answers");
    }
  }

  @Override
  public boolean triesAgain(IOException cause) {
    return Reasons.mayPass(cause);
  }

  private static Duration rounded(Duration duration) {
    return Duration.ofMillis(duration.toMillis());
  }
}
