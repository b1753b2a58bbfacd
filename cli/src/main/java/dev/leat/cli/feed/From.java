package dev.leat.cli.feed;

/** Where a new client starts. */
public enum From {
  /** At the oldest message kept. */
  EARLIEST,
  /** At the newest message that is there. */
  LAST,
  /** At the next message to come. */
  LATEST
}
