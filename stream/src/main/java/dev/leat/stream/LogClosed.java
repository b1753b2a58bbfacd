package dev.leat.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Something was appended to a log that has been finished or closed, or read from a closed one; or
 * the log has stopped, because its files could not be written or forced.
 */
public final class LogClosed extends IOException {
  private static final long serialVersionUID = 1;

  LogClosed(String why) {
    super(why);
  }

  private LogClosed(@Nullable String why, @Nullable Throwable cause) {
    super(why, cause);
  }

  /** The stream has come to an end that nobody wanted. */
  static LogClosed stopped(IOException cause) {
    return new LogClosed("the stream has stopped: " + cause.getMessage(), cause);
  }

  /** The same for another thread, with its own stack. */
  LogClosed again() {
    return new LogClosed(getMessage(), getCause());
  }
}
