package dev.leat.cli.feed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A text with placeholders, which makes a message each time it is filled in: {@code {seq}}, {@code
 * {epoch}}, {@code {iso}}, {@code {random:1-10}}. A brace that does not open a word in lower case
 * stands for itself, so that JSON can be written as it is.
 */
final class Template {
  private final String source;
  private final List<Part> parts;
  private final StringBuilder text = new StringBuilder();

  private Template(String source, List<Part> parts) {
    this.source = source;
    this.parts = parts;
  }

  /** What a message is made for. */
  record Occasion(long sequence, Instant time, RandomGenerator random) {}

  private interface Part {
    void fill(StringBuilder text, Occasion occasion);
  }

  /** A template that is always the same text. */
  static Template literal(String text) {
    return new Template(text, List.of(new Constant(text)));
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if a placeholder is not known or incomplete
   */
  static Template parse(String template) {
    var parts = new ArrayList<Part>();
    int from = 0;
    int open = placeholder(template, 0);
    while (open >= 0) {
      int close = template.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("no } after " + template.substring(open));
      }
      parts.add(new Constant(template.substring(from, open)));
      parts.add(part(template.substring(open + 1, close)));
      from = close + 1;
      open = placeholder(template, from);
    }
    parts.add(new Constant(template.substring(from)));
    return new Template(template, parts);
  }

  /** Where the next brace stands that opens a placeholder, or -1. */
  private static int placeholder(String template, int from) {
    int open = template.indexOf('{', from);
    while (open >= 0 && !opensWord(template, open)) {
      open = template.indexOf('{', open + 1);
    }
    return open;
  }

  private static boolean opensWord(String template, int open) {
    return open + 1 < template.length()
        && template.charAt(open + 1) >= 'a'
        && template.charAt(open + 1) <= 'z';
  }

  private static Part part(String placeholder) {
    return switch (placeholder) {
      case "seq" -> (text, occasion) -> text.append(occasion.sequence());
      case "epoch" -> (text, occasion) -> epoch(text, occasion.time());
      case "iso" -> new Iso();
      default -> {
        if (!placeholder.startsWith("random:")) {
          throw new IllegalArgumentException(
              "unknown placeholder {%s}: there are {seq}, {epoch}, {iso} and {random:1-10}"
                  .formatted(placeholder));
        }
        yield random(placeholder.substring("random:".length()));
      }
    };
  }

  /** Seconds with six digits behind the point. */
  private static void epoch(StringBuilder text, Instant time) {
    text.append(time.getEpochSecond()).append('.');
    text.append(1_000_000 + time.getNano() / 1000).deleteCharAt(text.length() - 7);
  }

  private static Part random(String range) {
    int dash = range.indexOf('-', 1);
    try {
      long low = Long.parseLong(range.substring(0, Math.max(dash, 0)));
      long high = Long.parseLong(range.substring(dash + 1));
      if (low > high || high == Long.MAX_VALUE) {
        throw new IllegalArgumentException(
            "{random:%s}: the first number must not be above the second".formatted(range));
      }
      return (text, occasion) -> text.append(occasion.random().nextLong(low, high + 1));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "{random:%s}: write two whole numbers, as in {random:1-10}".formatted(range), e);
    }
  }

  /** As it was written. */
  @Override
  public String toString() {
    return source;
  }

  /** The message in UTF-8. Used by one thread. */
  ByteBuffer fill(Occasion occasion) {
    if (parts.size() == 1 && parts.getFirst() instanceof Constant constant) {
      return constant.bytes().duplicate();
    }
    text.setLength(0);
    for (Part part : parts) {
      part.fill(text, occasion);
    }
    return StandardCharsets.UTF_8.encode(text.toString());
  }

  private record Constant(String string, ByteBuffer bytes) implements Part {
    Constant(String string) {
      this(string, StandardCharsets.UTF_8.encode(string));
    }

    @Override
    public void fill(StringBuilder text, Occasion occasion) {
      text.append(string);
    }
  }

  /** UTC with milliseconds. Made only when asked for: formatters take long to load. */
  private static final class Iso implements Part {
    private final java.time.format.DateTimeFormatter format =
        new DateTimeFormatterBuilder().appendInstant(3).toFormatter(java.util.Locale.ROOT);

    @Override
    public void fill(StringBuilder text, Occasion occasion) {
      format.formatTo(occasion.time(), text);
    }
  }
}
