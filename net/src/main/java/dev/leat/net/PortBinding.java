package dev.leat.net;

import java.io.IOException;
import java.net.BindException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.NetworkChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayList;
import java.util.List;

/** Opens a socket on each address of an endpoint, all on the same port. */
final class PortBinding<C extends NetworkChannel> {
  private static final int PORTS_TRIED = 16;

  private final Endpoint endpoint;
  private final Opening<C> opening;

  /** Opens a socket and binds it; on a failure nothing stays open. */
  interface Opening<C> {
    C open(InetSocketAddress address) throws IOException;
  }

  PortBinding(Endpoint endpoint, Opening<C> opening) {
    this.endpoint = endpoint;
    this.opening = opening;
  }

  List<C> open() throws BindFailed {
    try {
      List<InetSocketAddress> addresses = endpoint.addresses();
      for (int tried = 1; ; tried++) {
        try {
          return openAll(addresses);
        } catch (BindException e) {
          // The port that the system chose for the first address may be taken on the second.
          boolean chosen = endpoint.port() == 0 && addresses.size() > 1;
          if (!chosen || tried == PORTS_TRIED) {
            throw e;
          }
        }
      }
    } catch (BindException e) {
      throw new BindFailed(endpoint, advice(e), e);
    } catch (UnsupportedAddressTypeException e) {
      throw new BindFailed(endpoint, "this machine has no IPv6", e);
    } catch (IOException e) {
      throw new BindFailed(endpoint, Causes.text(e), e);
    }
  }

  private static String advice(BindException e) {
    String why = Causes.text(e);
    if (why.contains("in use")) {
      return why + " (is another server running? another port, or 0 for any, may be free)";
    }
    if (why.contains("ermission")) {
      return why + " (ports below 1024 need privileges)";
    }
    if (why.contains("assign")) {
      return why + " (this machine does not have that address)";
    }
    return why;
  }

  private List<C> openAll(List<InetSocketAddress> addresses) throws IOException {
    var open = new ArrayList<C>();
    try {
      int port = endpoint.port();
      for (InetSocketAddress address : addresses) {
        if (address.getAddress() instanceof Inet6Address && absent(address)) {
          continue;
        }
        C channel = opening.open(new InetSocketAddress(address.getAddress(), port));
        open.add(channel);
        port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
      }
      return open;
    } catch (IOException | RuntimeException e) {
      open.forEach(channel -> Cleanup.close(channel, e));
      throw e;
    }
  }

  /**
   * Localhost stands for ::1 too, which a machine without IPv6 does not have; an address that was
   * asked for must be there.
   */
  private boolean absent(InetSocketAddress address) {
    if (!endpoint.host().equals(Endpoint.LOCALHOST)) {
      return false;
    }
    try (var probe = ServerSocketChannel.open()) {
      probe.bind(new InetSocketAddress(address.getAddress(), 0));
      return false;
    } catch (SocketException | UnsupportedAddressTypeException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
