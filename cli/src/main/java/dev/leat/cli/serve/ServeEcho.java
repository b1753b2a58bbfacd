package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.udp.UdpEcho;
import dev.leat.framing.Framing;
import dev.leat.net.Transport;
import dev.leat.services.Echo;
import picocli.CommandLine.Command;

/** {@code leat serve echo}: sends back what comes. */
@Command(
    name = "echo",
    customSynopsis = "leat serve echo [OPTION...] [ENDPOINT]",
    header = "Sends back what comes. Port 9999.",
    description =
        "Sends back to each client what it says: byte for byte, or with --framing message by"
            + " message. Over UDP each datagram goes back to its sender, on port 31337.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat serve echo                     on localhost:9999",
      "  leat serve echo '*:7000' --framing lines",
      "  leat serve echo udp:// -v           datagrams, on port 31337"
    })
final class ServeEcho extends Service {
  ServeEcho(Console console) {
    super(console, 9999, Framing.raw());
  }

  @Override
  public boolean takesDatagrams() {
    return true;
  }

  @Override
  int port(Transport transport) {
    return transport == Transport.UDP ? 31337 : super.port(transport);
  }

  @Override
  boolean clientsSpeak() {
    return true;
  }

  @Override
  public Integer call() throws Exception {
    if (endpoint().transport() == Transport.UDP) {
      new UdpEcho(console).run(endpoint(), datagrams());
      return ExitStatus.DONE;
    }
    return serve(new Echo());
  }
}
