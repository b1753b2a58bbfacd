package dev.leat.bench;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The certificate of a server that is measured over TLS, and its key. */
public record Identity(Path certificate, Path key) {
  private static final String PROPERTY = "leat.bench.identity";

  /** The files {@code NAME.pem} and {@code NAME.key}. */
  public static Identity named(Path name) {
    return new Identity(Path.of(name + ".pem"), Path.of(name + ".key"));
  }

  /** What the JVM was told by {@link #option}; null if nothing, so that it is to speak plainly. */
  public static @Nullable Identity ofProperty() {
    String name = System.getProperty(PROPERTY);
    return name == null ? null : named(Path.of(name));
  }

  /** What tells a JVM to use the files of this name. */
  public static String option(Path name) {
    return "-D" + PROPERTY + "=" + name;
  }
}
