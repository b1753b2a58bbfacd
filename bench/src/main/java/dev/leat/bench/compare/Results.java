package dev.leat.bench.compare;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The rounds of one comparison, by contender. */
final class Results {
  private final Map<String, List<Figures>> roundsByContender = new LinkedHashMap<>();

  void add(String contender, Figures figures) {
    roundsByContender.computeIfAbsent(contender, name -> new ArrayList<>()).add(figures);
  }

  /** In the order in which they were measured; empty for one that took no part. */
  List<Figures> rounds(String contender) {
    return roundsByContender.getOrDefault(contender, List.of());
  }

  List<String> contenders() {
    return List.copyOf(roundsByContender.keySet());
  }

  long failures(String contender) {
    return rounds(contender).stream().filter(Figures.NONE::equals).count();
  }

  Summary summary(String contender, String figure) {
    return Summary.of(rounds(contender).stream().mapToDouble(figures -> figures.get(figure)));
  }
}
