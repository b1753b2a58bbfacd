package dev.leat.framing;

import java.nio.ByteBuffer;

/**
 * Code points in UTF-8 as RFC 3629, section 4, has them: no overlong forms, no surrogates, nothing
 * past U+10FFFF.
 */
final class Utf8 {
  private Utf8() {}

  /** Bytes of the code point that this byte begins; 0 if none begins with it. */
  static int length(byte first) {
    int lead = first & 0xff;
    if (lead < 0x80) {
      return 1;
    } else if (lead < 0xc2 || lead > 0xf4) {
      return 0;
    }
    return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  }

  /** Whether the bytes in [at, end) go on as the first of them says, as far as they go. */
  static boolean isContinued(ByteBuffer input, int at, int end) {
    int lead = input.get(at) & 0xff;
    for (int i = at + 1; i < end; i++) {
      int b = input.get(i) & 0xff;
      boolean second = i == at + 1;
      int least = second && lead == 0xe0 ? 0xa0 : second && lead == 0xf0 ? 0x90 : 0x80;
      int most = second && lead == 0xed ? 0x9f : second && lead == 0xf4 ? 0x8f : 0xbf;
      if (b < least || b > most) {
        return false;
      }
    }
    return true;
  }
}
