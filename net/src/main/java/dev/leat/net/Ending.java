package dev.leat.net;

import org.jspecify.annotations.Nullable;

/** Why a connection ended. The first reason stands. */
record Ending(Reason reason, @Nullable Throwable cause) {

  /** What it can be. */
  enum Reason {
    CLOSED,
    OPENING,
    IDLE,
    RECEIVE,
    SEND,
    MESSAGE,
    REPLACED,
    INTERRUPTED,
    BROKEN
  }

  static Ending of(Reason reason) {
    return new Ending(reason, null);
  }

  /** Made anew for each call that fails, so that its trace shows that call. */
  ConnectionException exception(Endpoint peer, Timeouts timeouts) {
    return switch (reason) {
      case CLOSED -> new ConnectionClosed(peer, "the connection is closed", cause);
      case OPENING -> TlsFailures.late(peer, timeouts.connect());
      case IDLE -> new IdleTimeout(peer, timeouts.idle());
      case RECEIVE -> new OperationTimeout(peer, "receive", timeouts.operation());
      case SEND -> new OperationTimeout(peer, "send", timeouts.operation());
      case MESSAGE -> new MessageTimeout(peer, timeouts.message());
      case REPLACED -> new Replaced(peer);
      case INTERRUPTED -> new ConnectionInterrupted(peer, cause);
      case BROKEN ->
          cause instanceof TlsFailed failed
              ? new TlsFailed(peer, failed.reason(), failed.explanation(), failed)
              : new ConnectionBroken(peer, cause);
    };
  }
}
