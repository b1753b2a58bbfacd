package dev.leat.cli.serve;

import dev.leat.cli.shell.Console;
import dev.leat.cli.shell.EndpointToServe;
import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.ExitStatus;
import dev.leat.cli.shell.LimitOptions;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.cli.shell.Standards;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Handler;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** One of the classic services: what all of them have in common. */
abstract class Service implements Callable<Integer>, Standards {
  private static final Duration IDLE = Duration.ofMinutes(10);

  final Console console;
  private final int port;
  private final Framing framing;

  @Mixin private final EndpointToServe place = new EndpointToServe();

  @ArgGroup(validate = false, exclusive = false, order = 8, heading = "%nHow many clients:%n")
  private LimitOptions limits = new LimitOptions();

  @ArgGroup(validate = false, exclusive = false, order = 9, heading = "%nMessages on the wire:%n")
  private MessageOptions messages = new MessageOptions();

  /**
   * @param port where it listens unless told otherwise
   * @param framing of its connections unless told otherwise
   */
  Service(Console console, int port, Framing framing) {
    this.console = console;
    this.port = port;
    this.framing = framing;
  }

  /** Each with its name, in the order in which people look for them. */
  static Map<String, Service> all(Console console) {
    Map<String, Service> services = new LinkedHashMap<>();
    services.put("echo", new ServeEcho(console));
    services.put("welcome", new ServeWelcome(console));
    services.put("greet", new ServeGreet(console));
    services.put("login", new ServeLogin(console));
    services.put("command", new ServeCommand(console));
    services.put("clock", new ServeClock(console));
    services.put("hub", new ServeHub(console));
    services.put("discard", new ServeDiscard(console));
    return services;
  }

  /** Its command line, whose help names its port. */
  final CommandLine line() {
    var line = new CommandLine(this);
    CommandSpec spec = line.getCommandSpec();
    PositionalParamSpec general = spec.positionalParameters().getFirst();
    String[] description =
        Arrays.stream(general.description())
            .map(words -> words.replace("9999", Integer.toString(port)))
            .toArray(String[]::new);
    spec.remove(general);
    spec.addPositional(general.toBuilder().description(description).build());
    return line;
  }

  @Override
  public final Framing standardFraming() {
    return framing;
  }

  /** Echo alone does. */
  @Override
  public boolean takesDatagrams() {
    return false;
  }

  /** Where it is to listen. */
  final Endpoint endpoint() {
    return place.endpoint("leat feed --file", this::port);
  }

  /** Its port on this transport, unless told otherwise. */
  int port(Transport transport) {
    return port;
  }

  /**
   * Whether clients come to say something, so that those who never do need not be served for ever.
   */
  boolean clientsSpeak() {
    return false;
  }

  /** The longest silence, unless told otherwise; zero for any. */
  Duration idle() {
    return clientsSpeak() ? IDLE : Duration.ZERO;
  }

  /** How its socket for datagrams behaves, if it has one. */
  final UdpOptions datagrams() {
    limits.checkUnused();
    return messages.datagrams(endpoint());
  }

  /**
   * How its connections behave. To be asked once: a certificate for trying out is a new one each
   * time.
   */
  final ConnectionOptions connections() {
    Endpoints.requireConnections(
        endpoint(),
        "this service needs one (tcp://, tls://, unix:); for datagrams there are"
            + " leat serve echo udp:// and leat listen udp:// --reply TEXT");
    return messages.connection(endpoint(), framing, idle());
  }

  /** Serves until the command is asked to end, or {@code serving} says that it is enough. */
  final int serve(Serving serving, ConnectionOptions connections, Handler handler)
      throws Exception {
    boolean shared = !endpoint().thisMachineOnly();
    serving.run(
        endpoint(),
        connections.socket(limits.sockets(connections.socket())),
        limits.ofService(shared, clientsSpeak()),
        handler);
    return ExitStatus.DONE;
  }

  /** Serves until the command is asked to end. */
  final int serve(Handler handler) throws Exception {
    return serve(new Serving(console), connections(), handler);
  }
}
