package dev.leat.framing;

/** The text form of framings. */
final class FramingText {
  private FramingText() {}

  static Framing parse(String text) {
    return switch (text) {
      case "lines" -> Delimited.LINES;
      default -> throw new IllegalArgumentException("unknown framing: " + text);
    };
  }
}
