package dev.leat.cli.feed;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column of lines with separated values (RFC 4180, each record on one line). The separator is the
 * comma, semicolon, tab or bar that comes first in the line that names the columns.
 */
final class CsvTime implements TimeText {
  private static final String SEPARATORS = ",;\t|";
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final char separator;
  private final int column;

  /**
   * @throws IOException if there is no such column
   */
  CsvTime(String name, String head) throws IOException {
    String names = head.startsWith(BYTE_ORDER_MARK) ? head.substring(1) : head;
    separator = separator(names);
    List<String> columns = values(names, Integer.MAX_VALUE);
    column = columns.indexOf(name);
    if (column < 0) {
      throw new IOException(
          "no column is named '%s' (--time-field): there are %s"
              .formatted(name, String.join(", ", columns)));
    }
  }

  private static char separator(String names) {
    return (char)
        names
            .chars()
            .filter(c -> SEPARATORS.indexOf(c) >= 0)
            .findFirst()
            .orElse(SEPARATORS.charAt(0));
  }

  @Override
  public @Nullable String in(String message) {
    List<String> values = values(message, column + 1);
    return values.size() > column ? values.get(column) : null;
  }

  /** The values of a line, without their quotes; not more than so many. */
  private List<String> values(String line, int most) {
    List<String> values = new ArrayList<>();
    int from = 0;
    while (from <= line.length() && values.size() < most) {
      var value = new StringBuilder();
      from = value(line, from, value) + 1;
      values.add(value.toString().strip());
    }
    return values;
  }

  /** Reads one value and answers where the separator behind it stands, or the line ends. */
  private int value(String line, int from, StringBuilder value) {
    boolean quoted = false;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        boolean doubled = quoted && i + 1 < line.length() && line.charAt(i + 1) == '"';
        if (doubled) {
          value.append(c);
          i++;
        } else {
          quoted = !quoted;
        }
      } else if (c == separator && !quoted) {
        return i;
      } else {
        value.append(c);
      }
    }
    return line.length();
  }
}
