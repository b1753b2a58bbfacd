package dev.leat.net;

import dev.leat.framing.Message;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A message that has come as one UDP datagram, and who sent it. Its bytes belong to the caller. */
public final class Datagram {
  private final InetSocketAddress address;
  private final Message message;

  Datagram(InetSocketAddress address, Message message) {
    this.address = address;
    this.message = message;
  }

  /** Who sent it. UDP does not prove it: anybody can write another's address. */
  public Endpoint sender() {
    return Endpoint.of(Transport.UDP, address);
  }

  /** Who sent it, as an address of the system. */
  public InetSocketAddress address() {
    return address;
  }

  /** What it says. */
  public Message message() {
    return message;
  }

  /** The bytes themselves, not a copy. */
  public byte[] bytes() {
    return message.bytes();
  }

  /** A new read-only view of the bytes. */
  public ByteBuffer buffer() {
    return message.buffer();
  }

  /** The bytes read as UTF-8; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return message.text();
  }

  /** How many bytes; 0 is as good as any. */
  public int size() {
    return message.size();
  }

  /** For logs and debuggers. */
  @Override
  public String toString() {
    return size() + " bytes from " + sender();
  }
}
