package dev.leat.cli.store;

import dev.leat.cli.shell.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What there is to say, as one JSON object and as lines for people. */
final class Facts {
  private static final int WIDTH = 11;

  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();
  private final StringBuilder text = new StringBuilder();

  /** A value for programs: a number, a truth, or a text; null for what is not known. */
  Facts value(String name, @Nullable Object value) {
    values.put(name, value);
    return this;
  }

  /** A line for people. */
  Facts line(String name, String words) {
    text.append(name).repeat(" ", Math.max(1, WIDTH - name.length())).append(words).append('\n');
    return this;
  }

  String json() {
    var json = new StringBuilder("{");
    values.forEach((name, value) -> {
      json.append(json.length() == 1 ? "" : ",");
      JsonText.quote(json, name);
      json.append(':');
      switch (value) {
        case null -> json.append("null");
        case Number number -> json.append(number);
        case Boolean truth -> json.append(truth);
        default -> JsonText.quote(json, value.toString());
      }
    });
    return json.append("}\n").toString();
  }

  String text() {
    return text.toString();
  }
}
