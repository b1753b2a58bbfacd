package dev.leat.stream;

import java.io.IOException;

/** Something was appended to a log that has been finished or closed, or read from a closed one. */
public final class LogClosed extends IOException {
  private static final long serialVersionUID = 1;

  LogClosed(String why) {
    super(why);
  }
}
