package dev.leat.net;

import java.time.Duration;

/**
 * How long each thing may take before the connection is closed with its own exception. {@link
 * Duration#ZERO} means no limit. A limit is kept to within a sixteenth of the shortest one in
 * force, but no finer than a millisecond.
 *
 * @param connect until a connection is there, for each address tried: {@link ConnectTimeout}; for a
 *     TLS handshake, on servers too: {@link TlsFailed}
 * @param idle without a byte either way: {@link IdleTimeout}
 * @param operation one receive, or one send once it is its turn: {@link OperationTimeout}
 * @param message waiting for the rest of a message that has begun: {@link MessageTimeout}. It keeps
 *     a peer that sends a byte now and then from holding a connection for ever. It has no meaning
 *     for a framing that does not mark where a message ends
 */
public record Timeouts(Duration connect, Duration idle, Duration operation, Duration message) {
  private static final Timeouts STANDARD =
      new Timeouts(Duration.ofSeconds(10), Duration.ZERO, Duration.ZERO, Duration.ofMinutes(1));
  private static final Timeouts NONE =
      new Timeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO);

  /** Refuses a negative duration. */
  public Timeouts {
    check("connect", connect);
    check("idle", idle);
    check("operation", operation);
    check("message", message);
  }

  private static void check(String name, Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(
          "the " + name + " timeout cannot be negative: " + duration);
    }
  }

  /**
   * 10 seconds to connect, one minute to complete a message that has begun, no limit on silence.
   */
  public static Timeouts standard() {
    return STANDARD;
  }

  /** No limit at all. */
  public static Timeouts none() {
    return NONE;
  }

  /** The same with another time to connect. */
  public Timeouts connect(Duration limit) {
    return new Timeouts(limit, idle, operation, message);
  }

  /** The same with another time of silence. */
  public Timeouts idle(Duration limit) {
    return new Timeouts(connect, limit, operation, message);
  }

  /** The same with another time for one operation. */
  public Timeouts operation(Duration limit) {
    return new Timeouts(connect, idle, limit, message);
  }

  /** The same with another time for the rest of a message. */
  public Timeouts message(Duration limit) {
    return new Timeouts(connect, idle, operation, limit);
  }
}
