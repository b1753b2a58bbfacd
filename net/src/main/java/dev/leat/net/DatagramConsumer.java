package dev.leat.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** Takes datagrams: see {@link UdpSocket#forEach}. */
@FunctionalInterface
public interface DatagramConsumer {

  /**
   * Takes one datagram.
   *
   * @param message lent until this call returns
   * @param sender who sent it
   */
  void accept(ByteBuffer message, InetSocketAddress sender) throws IOException;
}
