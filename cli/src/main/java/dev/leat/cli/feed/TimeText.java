package dev.leat.cli.feed;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Finds in a message what stands in the field of its time. */
interface TimeText {
  /**
   * What stands there; null if nothing does.
   *
   * @throws IOException if the message cannot be read
   */
  @Nullable String in(String message) throws IOException;
}
