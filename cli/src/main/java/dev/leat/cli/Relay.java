package dev.leat.cli;

import dev.leat.cli.relay.RelaySide;
import dev.leat.cli.relay.SharingOptions;
import dev.leat.cli.relay.Traffic;
import dev.leat.cli.relay.TrafficLine;
import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.LiveLine;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Standards;
import dev.leat.cli.shell.UsageError;
import dev.leat.framing.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code leat relay}: carries messages from one endpoint to another, and back. */
@Command(
    name = "relay",
    customSynopsis = "leat relay [OPTION...] FROM TO",
    header = "Carries messages from one endpoint to another.",
    description = {
      "Carries what comes from one endpoint to another, and back: bytes as they are, or messages,"
          + " whose framing may differ from one side to the other.",
      "",
      "Where one side listens, each of its clients gets a connection of its own to the other,"
          + " unless --share. Where both listen, clients are paired in the order they come. One that"
          + " finishes may still hear. A side that is slow holds up the other.",
      "",
      "Whoever sends a datagram to listen+udp:// is a client until it has been silent for a minute"
          + " (?idle-timeout=5m), whatever is sent to it meanwhile; of more than --max-clients the"
          + " longest silent is forgotten. Anybody can write another's address on a datagram, and"
          + " that one is then sent what a client is: listen on addresses that strangers do not"
          + " reach. What is lost is counted and said at the end."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  leat relay listen+tcp://:8080 example.org:80    each client its connection",
      "  leat relay feed:9999 sink:7000 --one-way --reconnect --framing lines",
      "  leat relay 'listen+tcp://*:7001' 'listen+tcp://*:7002'   none can listen",
      "  leat relay listen+udp://:514 'logs:601?framing=octets'   UDP in a stream",
      "  leat relay 'plc7:4000?framing=header:10' 'listen+tcp://:9999' --share \\",
      "    --framing lines                               one for all, and in lines"
    })
final class Relay implements Callable<Integer>, Standards {
  private final Console console;

  @Parameters(
      arity = "0..*",
      paramLabel = "FROM TO",
      hideParamSyntax = true,
      description = {
        "Each host:9999, [::1]:9999, 9999 on this machine: to connect;",
        "or listen+tcp://:9999, listen+tcp://*:9999 on every interface: to listen.",
        "udp://host:1234 and listen+udp://:1234: each message is a datagram.",
        "?framing=header:10 behind it holds for that side alone."
      })
  private List<String> words = new ArrayList<>();

  @Option(names = "--one-way", description = "Only from FROM to TO; what TO says is thrown away.")
  private boolean oneWay;

  @ArgGroup(validate = false, exclusive = false, order = 1, heading = "%nOne for all:%n")
  private SharingOptions sharing = new SharingOptions();

  @ArgGroup(validate = false, exclusive = false, order = 2, heading = "%nThe connections:%n")
  private ConnectingOptions connecting = new ConnectingOptions();

  @ArgGroup(validate = false, exclusive = false, order = 3, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 4, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  Relay(Console console) {
    this.console = console;
  }

  @Override
  public Framing standardFraming() {
    return Framing.raw();
  }

  @Override
  public Integer call() throws Exception {
    if (words.size() != 2) {
      throw new UsageError(
          "from where to where? two endpoints: leat relay listen+tcp://:8080 example.org:80");
    }
    RelaySide first = side(words.get(0), true);
    RelaySide second = side(words.get(1), !oneWay);
    checkTls(first, second);
    RelaySide from = first.opposite(second);
    RelaySide to = second.opposite(first);
    if (from.framed() != to.framed()) {
      RelaySide other = from.framed() ? to : from;
      console.say(
          other.endpoint() + " has no framing (?framing=lines): one read there is one message");
    }
    var traffic = new Traffic(from.framed() && to.framed(), !oneWay);
    LiveLine live = LiveLine.start(console, new TrafficLine(traffic));
    try {
      new Relaying(
              console, from, to, messages.limited(), sharing, connecting.backoff(), limits, traffic)
          .run();
    } finally {
      live.end();
      String lost = traffic.lost();
      if (lost != null) {
        console.error(lost);
      }
      if (traffic.any()) {
        console.say(traffic.summary());
      }
    }
    return ExitStatus.DONE;
  }

  private void checkTls(RelaySide first, RelaySide second) {
    var sides = List.of(first, second);
    messages.checkUsed(
        sides.stream().filter(RelaySide::listens).map(RelaySide::endpoint).toList(),
        sides.stream().filter(side -> !side.listens()).map(RelaySide::endpoint).toList());
  }

  private RelaySide side(String endpoint, boolean heard) {
    return RelaySide.parse(endpoint, heard, messages, connecting::limited);
  }
}
