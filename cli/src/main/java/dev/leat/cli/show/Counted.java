package dev.leat.cli.show;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Shows no more than is wanted. */
record Counted(Display display, Quota quota) implements Display {
  @Override
  public void show(ByteBuffer message) throws IOException {
    if (quota.take()) {
      display.show(message);
    }
  }

  @Override
  public void finish() throws IOException {
    display.finish();
  }
}
