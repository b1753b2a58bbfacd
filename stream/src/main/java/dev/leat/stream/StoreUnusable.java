package dev.leat.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A store cannot be opened: another process writes it, it is of another format or framing, it may
 * not be written, or it is no store. Nothing in it has been changed.
 */
public final class StoreUnusable extends IOException {
  private static final long serialVersionUID = 1;

  StoreUnusable(String why) {
    this(why, null);
  }

  StoreUnusable(String why, @Nullable Throwable cause) {
    super(why, cause);
  }
}
