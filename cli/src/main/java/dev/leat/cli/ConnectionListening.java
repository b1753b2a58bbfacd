package dev.leat.cli;

import dev.leat.cli.relay.Attendant;
import dev.leat.cli.relay.ConversationParty;
import dev.leat.cli.relay.Listening;
import dev.leat.cli.relay.RelaySide;
import dev.leat.cli.serve.ClientReports;
import dev.leat.cli.serve.Serving;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.net.ConnectionOptions;

/** A side of a relay to which clients connect. */
final class ConnectionListening implements Listening {
  private final RelaySide side;
  private final ConnectionOptions options;
  private final LimitOptions limits;
  private final Console console;
  private final Serving serving;

  /**
   * @param options of its connections, whose input may have no framing where nobody hears it
   */
  ConnectionListening(
      RelaySide side, ConnectionOptions options, LimitOptions limits, Console console) {
    this.side = side;
    this.options = options;
    this.limits = limits;
    this.console = console;
    this.serving =
        new Serving(
            console,
            side.framed() ? new ClientReports(console) : ClientReports.ofBytesPassedOn(console));
  }

  @Override
  public void run(Attendant attendant) throws Exception {
    serving.run(
        side.endpoint(),
        options,
        limits,
        connection ->
            attendant.attend(
                new ConversationParty(connection, side.framing(), connection.options(), console)));
  }

  @Override
  public void enough() {
    serving.enough();
  }

  @Override
  public void fail(Exception cause) {
    serving.fail(cause);
  }
}
