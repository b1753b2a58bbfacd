package dev.leat.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code leat} without a subcommand. */
@Command(
    name = "leat",
    customSynopsis = "leat COMMAND [OPTION...]",
    header = "Carries streams of messages over sockets.",
    description = {
      "Carries streams of messages over sockets: serves them, receives them, shows them.",
      "",
      "Try it in two terminals:",
      "  leat feed              six sample lines, one a second, to every client",
      "  leat connect 9999      prints what arrives, and sends what you type"
    },
    footer = {
      "",
      "leat COMMAND --help explains a command, with examples.",
      "",
      "Endpoints:",
      "  9999, :9999            port 9999 of this machine: 127.0.0.1 and ::1",
      "  host:9999, host 9999   a host by its name or its address; [::1]:9999",
      "  *:9999                 to listen on every interface",
      "  tcp://host:9999?framing=header:10    in full, with what holds for it alone",
      "  udp://host:1234        datagrams; unix:/PATH a Unix-domain socket",
      "",
      "What nc people type:",
      "  nc -lk 9999 < FILE     leat feed --stdin < FILE",
      "  nc host 9999           leat connect host 9999",
      "  nc -lk 9999 > FILE     leat listen 9999 --framing raw > FILE",
      "  (a two-way nc -l has no counterpart: listen receives, feed sends)",
      "  nc -u -l 8001          leat listen udp://:8001",
      "  nc -lU /tmp/s          leat listen unix:/tmp/s",
      "",
      "Exit status: 0 done; 1 the network, a file or a peer failed it; 2 wrong usage;",
      "130 and 143 ended by SIGINT and SIGTERM (it has five seconds to finish, a second",
      "signal ends it at once)."
    })
final class Top implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    CommandLine line = requireNonNull(spec).commandLine();
    line.usage(line.getOut());
  }
}
