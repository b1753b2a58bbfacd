package dev.leat.cli.show;

/**
 * What is shown of what comes: messages, or the bytes as they come, before any framing is applied.
 */
public enum Show {
  /** The messages themselves. */
  TEXT,
  /** The bytes in hexadecimal, beside their ASCII. */
  HEX,
  /** Each read of the socket: its number, how many bytes it brought, and which. */
  READS,
  /** Each frame as it came, and the message in it. */
  FRAMES
}
