package dev.leat.cli.relay;

import dev.leat.cli.shell.Endpoints;
import dev.leat.cli.shell.MessageOptions;
import dev.leat.framing.Framing;
import dev.leat.net.ConnectionOptions;
import dev.leat.net.Endpoint;
import dev.leat.net.Transport;
import dev.leat.net.UdpOptions;
import dev.leat.net.UdpSocket;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One of the two endpoints of a relay.
 *
 * @param listens whether clients come to it; else we connect to it
 * @param options of its connections, with what the endpoint says
 * @param datagrams of its socket; null if it has connections
 * @param heard whether what comes from it goes anywhere
 */
public record RelaySide(
    Endpoint endpoint,
    boolean listens,
    ConnectionOptions options,
    @Nullable UdpOptions datagrams,
    boolean heard) {
  private static final String LISTEN = "listen+";
  private static final String IDLE = "idle-timeout";

  /** Keeps datagrams apart in the stream that clients share; it is not seen on the wire. */
  private static final Framing APART = Framing.length(4, ByteOrder.BIG_ENDIAN);

  /**
   * Reads {@code tcp://host:port}, to connect, or {@code listen+tcp://host:port}.
   *
   * @param change what holds for both sides
   */
  public static RelaySide parse(
      String text,
      boolean heard,
      MessageOptions messages,
      UnaryOperator<ConnectionOptions> change) {
    boolean listens = text.startsWith(LISTEN);
    String address = listens ? text.substring(LISTEN.length()) : text;
    Endpoint endpoint =
        Endpoints.parse(
            address,
            "leat send ENDPOINT --file",
            parsed -> Endpoints.checkOptions(ofSocket(parsed, listens)));
    if (endpoint.transport() == Transport.UDP) {
      return datagrams(endpoint, listens, heard, messages);
    }
    ConnectionOptions options = messages.connection(endpoint, Framing.raw(), listens);
    return new RelaySide(endpoint, listens, change.apply(options), null, heard);
  }

  private static RelaySide datagrams(
      Endpoint endpoint, boolean listens, boolean heard, MessageOptions messages) {
    Endpoint ofSocket = ofSocket(endpoint, listens);
    Map<String, String> ofClients = new HashMap<>(endpoint.options());
    ofClients.keySet().removeAll(ofSocket.options().keySet());
    ConnectionOptions options = messages.connection(endpoint.options(ofClients), APART, listens);
    UdpOptions datagrams = UdpOptions.standard().maxMessage(options.decoder().max()).of(ofSocket);
    return new RelaySide(endpoint, listens, options.framing(APART), datagrams, heard);
  }

  /**
   * Without what concerns not the socket, but the clients that send datagrams to it: they are
   * forgotten as idle connections are closed.
   */
  private static Endpoint ofSocket(Endpoint endpoint, boolean listens) {
    if (!listens || endpoint.transport() != Transport.UDP) {
      return endpoint;
    }
    Map<String, String> options = new HashMap<>(endpoint.options());
    options.remove(IDLE);
    return endpoint.options(options);
  }

  /** The same where the other side has datagrams: what one read brings must fit in one. */
  public RelaySide opposite(RelaySide other) {
    return framed() || datagrams != null || other.datagrams == null
        ? this
        : new RelaySide(endpoint, listens, options.readSize(UdpSocket.LONGEST_IPV4), null, heard);
  }

  /** Of what is sent there. */
  public Framing framing() {
    return options.framing();
  }

  /** For its connections: what nobody hears need not be messages. */
  public ConnectionOptions connection() {
    return heard ? options : options.framing(Framing.raw());
  }

  /** Whether its bytes are cut into messages. */
  public boolean framed() {
    return framing().selfDelimiting();
  }
}
