package dev.leat.cli.show;

import dev.leat.cli.show.Reception.Aftermath;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Shows no more than is wanted, and does what is to be done after each message. */
final class Counted implements Display {
  private final Display display;
  private final Quota quota;
  private final Aftermath aftermath;
  private boolean enough;

  Counted(Display display, Quota quota, Aftermath aftermath) {
    this.display = display;
    this.quota = quota;
    this.aftermath = aftermath;
  }

  @Override
  public void show(ByteBuffer message) throws IOException {
    if (quota.take()) {
      display.show(message);
      enough = !aftermath.afterMessage();
    }
  }

  @Override
  public void at(long offset) {
    display.at(offset);
  }

  @Override
  public boolean enough() {
    return enough;
  }

  @Override
  public void finish() throws IOException {
    display.finish();
  }
}
