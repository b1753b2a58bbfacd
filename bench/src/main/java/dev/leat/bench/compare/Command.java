package dev.leat.bench.compare;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program to start: its words, and what is added to the environment. */
record Command(List<String> words, Map<String, String> environment) {
  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  static Command of(Object... words) {
    return new Command(List.of(words).stream().map(String::valueOf).toList(), Map.of());
  }

  /** The same with further words, where a number is written as Java writes it. */
  Command and(Object... more) {
    List<String> all = new ArrayList<>(words);
    for (Object word : more) {
      all.add(String.valueOf(word));
    }
    return new Command(all, environment);
  }

  Command in(Map<String, String> newEnvironment) {
    return new Command(words, newEnvironment);
  }

  String program() {
    String path = words.getFirst();
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** Starts it with pipes for all of its streams. */
  Process start() {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new MeasurementFailed(String.valueOf(failure.getMessage()));
    }
  }
}
