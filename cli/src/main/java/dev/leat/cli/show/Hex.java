package dev.leat.cli.show;

/** Hexadecimal digits. */
final class Hex {
  private Hex() {}

  /** The digit for the lowest four bits, in capitals. */
  static char digit(int bits) {
    return "0123456789ABCDEF".charAt(bits & 0xF);
  }

  /** In small letters, as dumps have them. */
  static char smallDigit(int bits) {
    return "0123456789abcdef".charAt(bits & 0xF);
  }
}
