package dev.leat.net;

import dev.leat.framing.DecoderOptions;
import dev.leat.framing.Framing;
import java.time.Duration;

/**
 * How a connection behaves.
 *
 * @param framing how its bytes are cut into messages, both ways
 * @param decoder the longest message, and what becomes of longer and of partial ones
 * @param timeouts how long each thing may take
 * @param quiet silence for so long ends a message that nothing else has ended; {@link
 *     Duration#ZERO} for never
 * @param readSize the most bytes that one read of the socket brings; at least 1
 * @param socket what is asked of the system
 * @param tls how it is secured, where its endpoint says {@code tls://}
 */
public record ConnectionOptions(
    Framing framing,
    DecoderOptions decoder,
    Timeouts timeouts,
    Duration quiet,
    int readSize,
    SocketOptions socket,
    Tls tls) {
  private static final ConnectionOptions STANDARD =
      new ConnectionOptions(
          Framing.lines(),
          DecoderOptions.standard(),
          Timeouts.standard(),
          Duration.ZERO,
          Integer.MAX_VALUE,
          SocketOptions.standard(),
          Tls.standard());

  /** Checks the ranges. */
  public ConnectionOptions {
    if (quiet.isNegative()) {
      throw new IllegalArgumentException("quiet cannot be negative: " + quiet);
    }
    if (readSize < 1) {
      throw new IllegalArgumentException("readSize must be at least 1 byte, not " + readSize);
    }
  }

  /** Lines of at most 1 MiB, and the standard timeouts and socket options. */
  public static ConnectionOptions standard() {
    return STANDARD;
  }

  /** The same with another framing. */
  public ConnectionOptions framing(Framing replacement) {
    return new ConnectionOptions(replacement, decoder, timeouts, quiet, readSize, socket, tls);
  }

  /** The same with the framing of this text form. */
  public ConnectionOptions framing(String text) {
    return framing(Framing.parse(text));
  }

  /** The same with other limits for messages. */
  public ConnectionOptions decoder(DecoderOptions replacement) {
    return new ConnectionOptions(framing, replacement, timeouts, quiet, readSize, socket, tls);
  }

  /** The same with another longest message, in bytes. */
  public ConnectionOptions maxMessage(int bytes) {
    return decoder(decoder.max(bytes));
  }

  /** The same with other timeouts. */
  public ConnectionOptions timeouts(Timeouts replacement) {
    return new ConnectionOptions(framing, decoder, replacement, quiet, readSize, socket, tls);
  }

  /** The same with another time of silence that ends a message; zero for none. */
  public ConnectionOptions quiet(Duration silence) {
    return new ConnectionOptions(framing, decoder, timeouts, silence, readSize, socket, tls);
  }

  /** The same, each read bringing at most so many bytes. */
  public ConnectionOptions readSize(int bytes) {
    return new ConnectionOptions(framing, decoder, timeouts, quiet, bytes, socket, tls);
  }

  /** The same with other socket options. */
  public ConnectionOptions socket(SocketOptions replacement) {
    return new ConnectionOptions(framing, decoder, timeouts, quiet, readSize, replacement, tls);
  }

  /** The same, secured in another way where the endpoint says {@code tls://}. */
  public ConnectionOptions tls(Tls replacement) {
    return new ConnectionOptions(framing, decoder, timeouts, quiet, readSize, socket, replacement);
  }

  /**
   * The same with what the endpoint says for itself: {@code ?framing=…}, {@code ?quiet=200ms},
   * {@code ?idle-timeout=5m}, {@code ?message-timeout=1m}; 0 for none; and {@code ?mode=660} for
   * the file of a Unix-domain socket.
   *
   * @throws IllegalArgumentException if the endpoint has an option of another name, or the value of
   *     one is wrong
   */
  public ConnectionOptions of(Endpoint endpoint) {
    ConnectionOptions result = this;
    for (var option : endpoint.options().entrySet()) {
      String value = option.getValue();
      result =
          switch (option.getKey()) {
            case "framing" -> result.framing(value);
            case "quiet" -> result.quiet(Durations.parse(value));
            case "idle-timeout" -> result.timeouts(result.timeouts.idle(Durations.parse(value)));
            case "message-timeout" ->
                result.timeouts(result.timeouts.message(Durations.parse(value)));
            case "mode" -> result.mode(endpoint, value);
            default -> throw unknown(option.getKey(), endpoint);
          };
    }
    return result;
  }

  /**
   * The same, once it is certain that there can be such a connection: to be asked before a socket
   * is opened.
   *
   * @throws IllegalArgumentException if the framing cannot do what is asked of its decoder
   */
  ConnectionOptions checked() {
    framing.decoder(decoder);
    return this;
  }

  private ConnectionOptions mode(Endpoint endpoint, String mode) {
    if (!endpoint.transport().isFile()) {
      throw unknown("mode", endpoint);
    }
    if (!mode.matches("[0-7]{3,4}")) {
      throw new IllegalArgumentException(
          "mode must be three octal digits, as 600 or 660, not " + mode);
    }
    return socket(socket.fileMode(Integer.parseInt(mode, 8)));
  }

  private static IllegalArgumentException unknown(String option, Endpoint endpoint) {
    return new IllegalArgumentException(
        "unknown option of an endpoint: "
            + option
            + " in "
            + endpoint
            + ": framing, quiet, idle-timeout and message-timeout"
            + (endpoint.transport().isFile() ? ", and mode," : "")
            + " are known");
  }
}
