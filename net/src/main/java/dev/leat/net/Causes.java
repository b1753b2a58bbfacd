package dev.leat.net;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the system says about a failure, fit for the middle of a sentence. */
final class Causes {
  private Causes() {}

  static String text(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason given";
    }
    String message = cause.getMessage();
    if (message == null || message.isBlank()) {
      return cause.getClass().getSimpleName();
    }
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }
}
