package dev.leat.cli.shell;

import dev.leat.net.Printable;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * What the libraries log: warnings become lines on standard error, the rest is left out. In place
 * of java.util.logging, which takes longer to load than a small command takes to run.
 */
public final class Logs extends System.LoggerFinder {

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new Lines(name);
  }

  private record Lines(String getName) implements System.Logger {
    @Override
    public boolean isLoggable(Level level) {
      return level.getSeverity() >= Level.WARNING.getSeverity() && level != Level.OFF;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      if (isLoggable(level)) {
        System.err.println(
            Printable.line("leat: " + message + (thrown == null ? "" : ": " + thrown)));
      }
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        @Nullable Object... parameters) {
      boolean plain = parameters == null || parameters.length == 0 || format == null;
      log(
          level,
          bundle,
          plain ? format : MessageFormat.format(format, parameters),
          (Throwable) null);
    }
  }
}
