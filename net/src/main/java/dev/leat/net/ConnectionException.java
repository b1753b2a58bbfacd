package dev.leat.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Why a connection cannot be used, or could not be had. It is closed when this is thrown, and each
 * further call throws the same kind again; {@link DatagramFailed} alone leaves its socket open.
 *
 * <p>Bytes that break the framing are not of this family: they are {@link
 * dev.leat.framing.FramingException}s.
 */
public abstract sealed class ConnectionException extends IOException
    permits ConnectFailed,
        ConnectTimeout,
        TlsFailed,
        IdleTimeout,
        OperationTimeout,
        MessageTimeout,
        ConnectionBroken,
        ConnectionInterrupted,
        Replaced,
        DatagramFailed,
        ConnectionClosed {
  private static final long serialVersionUID = 1;

  private final Endpoint peer;
  private boolean unsent;

  ConnectionException(Endpoint peer, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.peer = peer;
  }

  /** The other side. */
  public final Endpoint peer() {
    return peer;
  }

  /**
   * Whether it is certain that nothing of what was to be sent has left, so that sending it again
   * cannot deliver it twice. False where nothing was to be sent.
   */
  public final boolean unsent() {
    return unsent;
  }

  /** Says that it is certain. */
  final void markUnsent() {
    unsent = true;
  }
}
