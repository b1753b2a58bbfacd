package dev.leat.stream;

import java.io.IOException;

/**
 * A cursor was disconnected from its log: by its policy, by a limit, or because the log was closed.
 */
public final class CursorDisconnected extends IOException {
  private static final long serialVersionUID = 1;
  private final Reason reason;

  /** Why a cursor is disconnected. */
  public enum Reason {
    /** It made no progress for the slow-timeout. */
    STALLED("no progress within the slow-timeout"),
    /** Retention dropped what it had not read, and its policy is {@link Slow#DISCONNECT}. */
    OVERTAKEN("too slow: retention has dropped what was not read yet"),
    /**
     * Dropped segments that readers are still in took as much memory as the retention; it was in
     * the oldest.
     */
    MEMORY("too slow: it holds memory that the stream needs"),
    /** It was closed, or its log was. */
    CLOSED("the cursor or its stream was closed");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  CursorDisconnected(Reason reason) {
    super(reason.text);
    this.reason = reason;
  }

  /** Why. */
  public Reason reason() {
    return reason;
  }
}
