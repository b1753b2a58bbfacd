package dev.leat.cli.show;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The classic dump: where the bytes lie in the stream, sixteen of them, and their ASCII. Behind 4
 * GiB the place has more than eight digits.
 */
final class HexDisplay implements Display {
  private static final int ROW = 16;

  /** Digits of a place in the stream, at least. */
  private static final int PLACE = 8;

  private final Page page;
  private final String before;
  private long position;

  HexDisplay(Page page, String before) {
    this.page = page;
    this.before = before;
  }

  @Override
  public void show(ByteBuffer message) throws IOException {
    var text = new StringBuilder();
    while (message.hasRemaining()) {
      byte[] row = new byte[Math.min(ROW, message.remaining())];
      message.get(row);
      text.append(before);
      append(text, row);
      position += row.length;
    }
    page.write(text);
  }

  private void append(StringBuilder text, byte[] row) {
    int digits = Math.max(PLACE, (Long.SIZE - Long.numberOfLeadingZeros(position) + 3) / 4);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
      text.append(Hex.smallDigit((int) (position >> shift)));
    }
    text.append(' ');
    for (int i = 0; i < ROW; i++) {
      text.append(i % 8 == 0 ? " " : "");
      if (i < row.length) {
        text.append(Hex.smallDigit(row[i] >> 4)).append(Hex.smallDigit(row[i])).append(' ');
      } else {
        text.append("   ");
      }
    }
    text.append(" |");
    for (byte b : row) {
      text.append(b >= ' ' && b < 0x7F ? (char) b : '.');
    }
    text.append("|\n");
  }
}
