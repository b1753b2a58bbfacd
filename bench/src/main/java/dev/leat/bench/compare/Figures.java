package dev.leat.bench.compare;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one contender did in one round: figures by name. Empty where the round failed. */
record Figures(Map<String, Double> byName) {
  static final Figures NONE = new Figures(Map.of());

  Figures {
    byName = Map.copyOf(byName);
  }

  /** Reads the {@code key=value} pairs of an instrument's record, whose first word is not one. */
  static Figures parse(String line) {
    Map<String, Double> byName = new LinkedHashMap<>();
    String[] words = line.split(" ", -1);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException(
            "not key=value: \"" + words[i] + "\" in \"" + line + "\"");
      }
      byName.put(words[i].substring(0, equals), Double.valueOf(words[i].substring(equals + 1)));
    }
    return new Figures(byName);
  }

  /** The figure of that name; NaN where there is none. */
  double get(String name) {
    return byName.getOrDefault(name, Double.NaN);
  }

  Figures with(String name, double value) {
    Map<String, Double> more = new LinkedHashMap<>(byName);
    more.put(name, value);
    return new Figures(more);
  }

  /** These figures and all of the others, whose names get the prefix. */
  Figures with(String prefix, Figures others) {
    Map<String, Double> more = new LinkedHashMap<>(byName);
    others.byName.forEach((name, value) -> more.put(prefix + name, value));
    return new Figures(more);
  }
}
