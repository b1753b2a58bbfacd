package dev.leat.stream;

/** What happens when retention wants to drop what a cursor has not read yet. */
public enum Slow {
  /**
   * The append waits until the cursor has read it: nobody loses a message, and the slowest sets the
   * pace.
   */
  WAIT,
  /**
   * The cursor finishes the message that it is in and goes on at the oldest kept; what it missed is
   * counted.
   */
  SKIP,
  /** The cursor is disconnected. */
  DISCONNECT
}
