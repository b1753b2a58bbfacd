package dev.leat.net;

import org.jspecify.annotations.Nullable;

/**
 * How a UDP socket behaves.
 *
 * @param maxMessage the longest datagram that is received, in bytes; longer ones are dropped and
 *     counted. At least 0
 * @param receiveBuffer bytes that the system is asked to hold until they are received; it may grant
 *     less (net.core.rmem_max): {@link UdpSocket#receiveBuffer}. 0 leaves it to the system
 * @param sendBuffer bytes that the system is asked to hold for sending; 0 leaves it to the system
 * @param reuseAddress whether others who say the same may bind the same port (SO_REUSEADDR). Of
 *     sockets bound to the same address only the last one gets the datagrams, so that a second
 *     server would silence the first. Multicast groups are always shared, and each socket gets all
 * @param networkInterface by its name or one of its addresses, where multicast groups are joined
 *     and sent to; null lets the first do it that can
 * @param hops how many routers a multicast datagram may pass, and one more; 0 to 255
 */
public record UdpOptions(
    int maxMessage,
    int receiveBuffer,
    int sendBuffer,
    boolean reuseAddress,
    @Nullable String networkInterface,
    int hops) {
  private static final UdpOptions STANDARD = new UdpOptions(65_535, 4 << 20, 0, false, null, 1);

  /** Checks the ranges. */
  public UdpOptions {
    if (maxMessage < 0) {
      throw new IllegalArgumentException("maxMessage cannot be negative: " + maxMessage);
    }
    if (receiveBuffer < 0 || sendBuffer < 0) {
      throw new IllegalArgumentException(
          "buffer sizes cannot be negative: " + receiveBuffer + ", " + sendBuffer);
    }
    if (hops < 0 || hops > 255) {
      throw new IllegalArgumentException("hops must be from 0 to 255, not " + hops);
    }
  }

  /** Datagrams of every size, a receive buffer of 4 MiB, addresses not shared, one hop. */
  public static UdpOptions standard() {
    return STANDARD;
  }

  /** The same with another longest datagram, in bytes. */
  public UdpOptions maxMessage(int bytes) {
    return new UdpOptions(bytes, receiveBuffer, sendBuffer, reuseAddress, networkInterface, hops);
  }

  /** The same with another receive buffer, in bytes. */
  public UdpOptions receiveBuffer(int bytes) {
    return new UdpOptions(maxMessage, bytes, sendBuffer, reuseAddress, networkInterface, hops);
  }

  /** The same with another send buffer, in bytes. */
  public UdpOptions sendBuffer(int bytes) {
    return new UdpOptions(maxMessage, receiveBuffer, bytes, reuseAddress, networkInterface, hops);
  }

  /** The same, sharing its address or not. */
  public UdpOptions reuseAddress(boolean shared) {
    return new UdpOptions(maxMessage, receiveBuffer, sendBuffer, shared, networkInterface, hops);
  }

  /** The same with another interface for multicast, by its name or one of its addresses. */
  public UdpOptions networkInterface(@Nullable String nameOrAddress) {
    return new UdpOptions(maxMessage, receiveBuffer, sendBuffer, reuseAddress, nameOrAddress, hops);
  }

  /** The same with another reach of multicast datagrams. */
  public UdpOptions hops(int most) {
    return new UdpOptions(
        maxMessage, receiveBuffer, sendBuffer, reuseAddress, networkInterface, most);
  }

  /**
   * The same with what the endpoint says for itself: {@code ?interface=eth0}, {@code ?hops=4},
   * {@code ?reuse=true}.
   *
   * @throws IllegalArgumentException if the endpoint has an option of another name, or a value that
   *     is none
   */
  public UdpOptions of(Endpoint endpoint) {
    UdpOptions result = this;
    for (var option : endpoint.options().entrySet()) {
      String value = option.getValue();
      result =
          switch (option.getKey()) {
            case "interface" -> result.networkInterface(value);
            case "hops" -> result.hops(number(value));
            case "reuse" -> result.reuseAddress(truth(value));
            case "framing" ->
                throw new IllegalArgumentException(
                    "a datagram is a message by itself: " + endpoint + " needs no framing");
            default ->
                throw new IllegalArgumentException(
                    "unknown option of an endpoint: %s in %s: interface, hops and reuse are known"
                        .formatted(option.getKey(), endpoint));
          };
    }
    return result;
  }

  private static int number(String hops) {
    if (!hops.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException("hops must be from 0 to 255, not " + hops);
    }
    return Integer.parseInt(hops);
  }

  private static boolean truth(String reuse) {
    return switch (reuse) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("reuse must be true or false, not " + reuse);
    };
  }
}
