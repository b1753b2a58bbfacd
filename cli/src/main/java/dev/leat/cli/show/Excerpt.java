package dev.leat.cli.show;

import java.nio.ByteBuffer;

/** How many bytes, and the first of them: {@code 8 bytes "welcome "}. */
public final class Excerpt {
  private static final int MOST = 256;

  private Excerpt() {}

  public static String of(ByteBuffer bytes) {
    int count = bytes.remaining();
    String size = count + (count == 1 ? " byte " : " bytes ");
    if (count <= MOST) {
      return size + Escaper.quote(bytes);
    }
    return size + Escaper.quote(bytes.slice(bytes.position(), MOST)) + "…";
  }
}
