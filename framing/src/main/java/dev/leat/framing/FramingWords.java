package dev.leat.framing;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A framing's text taken apart; what nobody asks for is an error in the end. */
final class FramingWords {
  private final String name;
  private @Nullable String argument;
  private final Map<String, String> options = new LinkedHashMap<>();
  private final Set<String> asked = new TreeSet<>();

  FramingWords(String text) {
    String[] words = text.split(",", -1);
    int colon = words[0].indexOf(':');
    name = colon < 0 ? words[0] : words[0].substring(0, colon);
    argument = colon < 0 ? null : words[0].substring(colon + 1);
    for (int i = 1; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      String option = equals < 0 ? words[i] : words[i].substring(0, equals);
      if (options.put(option, equals < 0 ? "" : words[i].substring(equals + 1)) != null) {
        throw new IllegalArgumentException(option + " is there twice");
      }
    }
  }

  String name() {
    return name;
  }

  /** The number behind the colon, which must be there. */
  int argument(String what) {
    String number = argument;
    argument = null;
    if (number == null || number.isEmpty()) {
      throw new IllegalArgumentException("say " + what);
    }
    return number(number, name);
  }

  String option(String option, String otherwise) {
    asked.add(option);
    String value = options.remove(option);
    return value == null ? otherwise : value;
  }

  int number(String option, int otherwise) {
    String value = option(option, "");
    return value.isEmpty() ? otherwise : number(value, option);
  }

  boolean flag(String option) {
    asked.add(option);
    String value = options.remove(option);
    if (value != null && !value.isEmpty()) {
      throw new IllegalArgumentException(option + " has no value");
    }
    return value != null;
  }

  <E extends Enum<E>> E choice(String option, Class<E> choices, E otherwise) {
    String value = option(option, word(otherwise));
    for (E choice : choices.getEnumConstants()) {
      if (word(choice).equals(value)) {
        return choice;
      }
    }
    String all =
        Arrays.stream(choices.getEnumConstants())
            .map(FramingWords::word)
            .collect(Collectors.joining(", "));
    throw new IllegalArgumentException(option + " is one of " + all + ", not " + value);
  }

  private static String word(Enum<?> choice) {
    return choice.name().toLowerCase(Locale.ROOT);
  }

  private static int number(String value, String what) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(what + " needs a whole number, not " + value, e);
    }
  }

  /** Refuses what the framing does not know. */
  void refuseRest() {
    if (argument != null) {
      throw new IllegalArgumentException(name + " has nothing behind a colon");
    }
    for (String option : options.keySet()) {
      String near = Suggestion.nearest(option, asked);
      throw new IllegalArgumentException(
          "unknown option "
              + option
              + (near != null
                  ? ", did you mean " + near + "?"
                  : asked.isEmpty()
                      ? ": " + name + " has none"
                      : ": there are " + String.join(", ", asked)));
    }
  }
}
