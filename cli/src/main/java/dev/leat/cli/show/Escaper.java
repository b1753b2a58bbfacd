package dev.leat.cli.show;

import dev.leat.net.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Makes a peer's bytes harmless to look at: printable UTF-8 stays, everything else becomes {@code
 * \x1B} and the like. Characters may be cut anywhere between two calls.
 */
final class Escaper {
  /** Within quotes line ends, tabs, quotes and backslashes are escaped too. */
  private final boolean quoted;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /** The bytes so far of a character that is not complete, or a CR that an LF may follow. */
  private final byte[] held = new byte[4];

  private int heldLength;
  private int wanted;

  private Escaper(boolean quoted) {
    this.quoted = quoted;
  }

  /** For text that goes on a terminal: LF and TAB stay, and a CR before an LF is left out. */
  static Escaper forTerminal() {
    return new Escaper(false);
  }

  /** All of the bytes, between quotes. */
  static String quote(ByteBuffer bytes) {
    var escaper = new Escaper(true);
    escaper.out.write('"');
    escaper.take(bytes.duplicate());
    escaper.giveUpHeld();
    escaper.out.write('"');
    return escaper.out.toString(StandardCharsets.UTF_8);
  }

  /** What to show for these bytes, which are consumed and go on in the next call. */
  ByteBuffer escape(ByteBuffer bytes) {
    out.reset();
    take(bytes);
    return ByteBuffer.wrap(out.toByteArray());
  }

  /** What to show for these bytes, which are consumed, and after which something else comes. */
  ByteBuffer escapeLast(ByteBuffer bytes) {
    out.reset();
    take(bytes);
    giveUpHeld();
    return ByteBuffer.wrap(out.toByteArray());
  }

  private void take(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      take(bytes.get());
    }
  }

  private void take(byte b) {
    if (heldLength > 0) {
      if (held[0] == '\r' && b == '\n') {
        heldLength = 0;
      } else if (held[0] != '\r' && (b & 0xC0) == 0x80) {
        continueCharacter(b);
        return;
      } else {
        giveUpHeld();
      }
    }
    if (b < 0) {
      startCharacter(b);
    } else if (b == '\r' && !quoted) {
      hold(b);
    } else {
      ascii(b);
    }
  }

  private void hold(byte b) {
    held[heldLength++] = b;
  }

  private void startCharacter(byte b) {
    int first = b & 0xFF;
    wanted = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
    if (wanted == 0) {
      escape(b);
    } else {
      hold(b);
    }
  }

  private void continueCharacter(byte b) {
    hold(b);
    if (heldLength < wanted) {
      return;
    }
    String text = new String(held, 0, heldLength, StandardCharsets.UTF_8);
    int character = text.codePointAt(0);
    boolean whole = character != 0xFFFD && text.codePointCount(0, text.length()) == 1;
    if (whole && Printable.isPrintable(character)) {
      out.write(held, 0, heldLength);
      heldLength = 0;
    } else {
      giveUpHeld();
    }
  }

  private void giveUpHeld() {
    for (int i = 0; i < heldLength; i++) {
      escape(held[i]);
    }
    heldLength = 0;
  }

  private void ascii(byte b) {
    boolean printable = b >= ' ' && b < 0x7F;
    boolean stays =
        quoted ? printable && b != '"' && b != '\\' : printable || b == '\n' || b == '\t';
    if (stays) {
      out.write(b);
    } else {
      escape(b);
    }
  }

  private void escape(byte b) {
    out.write('\\');
    switch (b) {
      case '\n' -> out.write('n');
      case '\r' -> out.write('r');
      case '\t' -> out.write('t');
      case '"', '\\' -> out.write(b);
      default -> {
        out.write('x');
        out.write(Hex.digit(b >> 4));
        out.write(Hex.digit(b));
      }
    }
  }
}
