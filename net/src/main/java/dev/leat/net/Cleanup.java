package dev.leat.net;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is of no use after a failure, which stays the one that is told. */
final class Cleanup {
  private Cleanup() {}

  static void close(Closeable resource, Throwable failure) {
    try {
      resource.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }
}
