package dev.leat.cli.show;

/** What is shown of what comes. */
public enum Show {
  /** The messages themselves. */
  TEXT,
  /** Their bytes in hexadecimal, beside their text. */
  HEX,
  /** Each read of the socket: its number, how many bytes it brought, and which. */
  READS,
  /** Each frame as it came, and the message in it. */
  FRAMES;

  /** Whether it is about the bytes as they come, before any framing is applied. */
  public boolean needsRawBytes() {
    return this == READS || this == FRAMES;
  }
}
