package dev.leat.stream;

import java.io.IOException;

/** Something was appended to a log that has been finished or closed. */
public final class LogClosed extends IOException {
  private static final long serialVersionUID = 1;

  LogClosed() {
    super("the stream is finished: nothing can be appended to it");
  }
}
