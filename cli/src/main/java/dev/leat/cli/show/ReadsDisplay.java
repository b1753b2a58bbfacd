package dev.leat.cli.show;

import java.io.IOException;
import java.nio.ByteBuffer;

/** One line for each read: {@code #1 8 bytes "welcome "}. */
final class ReadsDisplay implements Display {
  private final Page page;
  private final String before;
  private long reads;

  ReadsDisplay(Page page, String before) {
    this.page = page;
    this.before = before;
  }

  @Override
  public void show(ByteBuffer read) throws IOException {
    reads++;
    page.write(before + "#" + reads + " " + Excerpt.of(read) + "\n");
  }
}
