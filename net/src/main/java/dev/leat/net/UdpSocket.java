package dev.leat.net;

import dev.leat.framing.Message;
import dev.leat.framing.UnencodableMessage;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives and sends datagrams by UDP (RFC 768): messages that may be lost, doubled or overtaken.
 *
 * <pre>{@code
 * try (var socket = UdpSocket.bind("udp://*:8001")) {
 *   for (Datagram d; (d = socket.receive()) != null; ) {
 *     socket.reply(d, "got " + d.size() + " bytes");
 *   }
 * }
 * }</pre>
 *
 * <p>A socket that is {@linkplain #bind bound} hears everybody; one that is {@linkplain #connect
 * connected} sends to one peer, and hears it alone. Nothing is ever cut: there is always room for
 * the largest datagram. What comes faster than it is received waits in the system's buffer, and is
 * dropped and counted when that is full ({@link #counters}).
 *
 * <p>Any thread may call any method; one at a time receives, and the others wait for their turn.
 * Interrupt means stop: a thread that is interrupted while it uses the socket closes it and gets
 * {@link ConnectionInterrupted}.
 */
public final class UdpSocket implements Closeable {
  /** The longest message over IPv4, in bytes: 65,535 without the headers of IP and UDP. */
  public static final int LONGEST_IPV4 = 65_507;

  /** The longest message over IPv6, in bytes: 65,535 without the header of UDP. */
  public static final int LONGEST_IPV6 = 65_527;

  private final UdpLine line;
  private final UdpInput input;
  private final UdpOutput output;

  private UdpSocket(List<DatagramChannel> channels, UdpOptions options) throws IOException {
    this.line = new UdpLine(channels, options);
    this.input = new UdpInput(line);
    this.output = new UdpOutput(line);
  }

  /**
   * Opens a socket that hears everybody, with standard options.
   *
   * @param endpoint {@code udp://host:port}; of multicast the group
   * @throws BindFailed if the endpoint cannot be had
   * @throws IllegalArgumentException if the text is no endpoint of UDP
   */
  public static UdpSocket bind(String endpoint) throws IOException {
    return bind(Endpoint.parse(endpoint), UdpOptions.standard());
  }

  /**
   * Opens a socket that hears everybody.
   *
   * @throws BindFailed if the endpoint cannot be had
   */
  public static UdpSocket bind(Endpoint endpoint, UdpOptions options) throws IOException {
    UdpOptions all = options.of(endpoint);
    return opened(new UdpChannels(endpoint, all).bound(), all);
  }

  /**
   * Opens a socket for one peer, with standard options. Whether it is there only an answer tells.
   *
   * @throws ConnectFailed if no way leads to the peer
   * @throws IllegalArgumentException if the text is no endpoint of UDP
   */
  public static UdpSocket connect(String endpoint) throws IOException {
    return connect(Endpoint.parse(endpoint), UdpOptions.standard());
  }

  /**
   * Opens a socket for one peer. Of the addresses that its name has the first is taken.
   *
   * @throws ConnectFailed if no way leads to the peer
   */
  public static UdpSocket connect(Endpoint endpoint, UdpOptions options) throws IOException {
    UdpOptions all = options.of(endpoint);
    return opened(List.of(new UdpChannels(endpoint, all).connected()), all);
  }

  private static UdpSocket opened(List<DatagramChannel> channels, UdpOptions options)
      throws IOException {
    try {
      return new UdpSocket(channels, options);
    } catch (IOException | RuntimeException | Error e) {
      channels.forEach(channel -> Cleanup.close(channel, e));
      throw e;
    }
  }

  // Receiving

  /**
   * Waits for the next datagram. Null means that this socket has been closed.
   *
   * @throws PortUnreachable if it is connected, and the peer's machine says that nobody is there
   * @throws DatagramFailed if it is connected, and the network says that it cannot be reached
   * @throws ConnectionInterrupted if the thread is interrupted
   */
  public @Nullable Datagram receive() throws IOException {
    return input.next(UdpInput.NEVER, UdpSocket::owned);
  }

  /**
   * As {@link #receive()}, but waits only so long.
   *
   * @param limit zero asks only for what is already here
   * @throws ReceiveTimeout if nothing comes in time; the socket is as good as before
   */
  public @Nullable Datagram receive(Duration limit) throws IOException {
    Datagram datagram = input.next(Durations.nanos(limit), UdpSocket::owned);
    if (datagram == null && !input.over()) {
      throw line.peer == null
          ? ReceiveTimeout.ofSocket(line.name(), limit)
          : new ReceiveTimeout(line.name(), limit);
    }
    return datagram;
  }

  /** The next datagram that is already here; null if there is none, or another thread receives. */
  public @Nullable Datagram arrived() throws IOException {
    return input.next(0, UdpSocket::owned);
  }

  private static Datagram owned(ByteBuffer lent, InetSocketAddress sender) {
    return new Datagram(sender, Message.copyOf(lent));
  }

  /** Receives until the socket is closed, lending each message for the time of the call. */
  public void forEach(DatagramConsumer consumer) throws IOException {
    input.forEach(consumer);
  }

  // Sending

  /**
   * Sends a message to the peer.
   *
   * @throws UnencodableMessage if it is longer than a datagram can be ({@link #LONGEST_IPV4},
   *     {@link #LONGEST_IPV6})
   * @throws PortUnreachable if the peer's machine has said that nobody is there; the message has
   *     not been sent
   * @throws DatagramFailed if the system cannot send it, or says so of an earlier one
   * @throws IllegalStateException if the socket is not connected
   */
  public void send(Message message) throws IOException {
    send(ByteBuffer.wrap(message.bytes()));
  }

  /**
   * Refuses a message that could not be sent to the peer, without sending it.
   *
   * @throws UnencodableMessage if it is too long
   */
  public void check(Message message) throws UnencodableMessage {
    output.check(message.size());
  }

  /** Sends a text in UTF-8 to the peer, as {@link #send(Message)} does. */
  public void send(String text) throws IOException {
    send(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends what the buffer holds to the peer, as {@link #send(Message)} does. It is consumed. */
  public void send(ByteBuffer message) throws IOException {
    output.send(message);
  }

  /** Sends a message to an endpoint, whose name is looked up each time. */
  public void send(Message message, Endpoint to) throws IOException {
    send(ByteBuffer.wrap(message.bytes()), UdpChannels.peer(to));
  }

  /** Sends what the buffer holds to an address. It is consumed. */
  public void send(ByteBuffer message, InetSocketAddress to) throws IOException {
    output.send(message, to);
  }

  /** Sends a message to whoever has sent this datagram. */
  public void reply(Datagram question, Message answer) throws IOException {
    send(ByteBuffer.wrap(answer.bytes()), question.address());
  }

  /** Sends a text in UTF-8 to whoever has sent this datagram. */
  public void reply(Datagram question, String answer) throws IOException {
    reply(question, Message.of(answer));
  }

  // The socket

  /**
   * Joins a group of multicast, beside the one that it is bound to.
   *
   * @param by the interface on which the group's datagrams come
   */
  public void join(InetAddress group, NetworkInterface by) throws IOException {
    line.channelFor(group).join(group, by);
  }

  /** Where it really is, one for each address; where port 0 was asked for, with the one chosen. */
  public List<Endpoint> addresses() {
    return line.addresses;
  }

  /** The port, the same on all its addresses. */
  public int port() {
    return line.addresses.getFirst().port();
  }

  /** The peer that it is connected to; null for none. */
  public @Nullable Endpoint peer() {
    return line.peer == null ? null : Endpoint.of(Transport.UDP, line.peer);
  }

  /** How many bytes the system holds for it until they are received, as far as it says. */
  public int receiveBuffer() throws IOException {
    return line.channels.getFirst().getOption(StandardSocketOptions.SO_RCVBUF);
  }

  /** How it behaves. */
  public UdpOptions options() {
    return line.options;
  }

  /** What has gone through it so far, and what has been lost. */
  public UdpCounters counters() {
    return line.counters();
  }

  /**
   * Has receiving end with what has come so far: that is still received, and then the socket is
   * closed.
   *
   * @param limit the longest that this may take, where more comes all the time
   */
  public void drain(Duration limit) {
    input.drain(Durations.nanos(limit));
  }

  /**
   * Closes it at once. What has come and was not received is gone, and is not counted. More than
   * once is as good as once.
   */
  @Override
  public void close() throws IOException {
    line.close();
  }

  /** Says where it is. */
  @Override
  public String toString() {
    return "UDP socket on " + line.addresses + (line.peer == null ? "" : " with " + line.name());
  }
}
