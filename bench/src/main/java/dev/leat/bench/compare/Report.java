package dev.leat.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes results as Markdown: first what was asked and how it stands, then each comparison's table.
 */
final class Report {
  private Report() {}

  static String write(Map<Comparison, Results> all, Settings settings, List<String> machine) {
    StringBuilder text =
        new StringBuilder(
            """
            # Leat beside its peers

            Rounds: %d; in each, every contender has its turn, with %s s of load after %s s of warm-up. Figures are
            medians. A ratio is taken within a round; its median, least and most are of all rounds.

            """
                .formatted(settings.rounds(), plain(settings.seconds()), plain(settings.warmUp())));
    machine.forEach(fact -> text.append("- ").append(fact).append('\n'));
    text.append("\n## What is asked\n\n").append(checks(all)).append('\n');
    all.forEach((comparison, results) -> text.append(section(comparison, results)));
    return text.toString();
  }

  private static String checks(Map<Comparison, Results> all) {
    List<List<String>> rows = new ArrayList<>();
    all.forEach((comparison, results) -> {
      for (Check check : comparison.checks()) {
        rows.add(row(comparison, check, check.measured(results)));
      }
    });
    return table(
        List.of("comparison", "of", "figure", "asked", "median", "least", "most", "met"), 3, rows);
  }

  private static List<String> row(Comparison comparison, Check check, Summary measured) {
    Unit unit = check.unit();
    boolean unknown = Double.isNaN(measured.median());
    return List.of(
        comparison.name(),
        check.theirs() == null ? check.ours() : check.ours() + " ÷ " + check.theirs(),
        check.what(),
        check.bound().sign + " " + unit.format(check.asked()),
        unit.format(measured.median()),
        unit.format(measured.least()),
        unit.format(measured.most()),
        unknown ? "not measured" : check.isMet(measured) ? "yes" : "**no**");
  }

  private static String section(Comparison comparison, Results results) {
    List<String> headings = new ArrayList<>(List.of(comparison.name()));
    comparison.columns().forEach(column -> headings.add(column.heading()));
    List<List<String>> rows = new ArrayList<>();
    StringBuilder notes = new StringBuilder();
    for (String contender : results.contenders()) {
      List<String> row = new ArrayList<>(List.of(contender));
      for (Column column : comparison.columns()) {
        row.add(column.unit().format(results.summary(contender, column.figure()).median()));
      }
      rows.add(row);
      long failures = results.failures(contender);
      if (failures > 0) {
        notes.append(
            "\n%s failed in %d of %d rounds.\n"
                .formatted(contender, failures, results.rounds(contender).size()));
      }
    }
    return "## %s\n\n%s%s\n".formatted(comparison.title(), table(headings, 1, rows), notes);
  }

  /** A table whose columns from that one on are numbers, set to the right. */
  private static String table(List<String> headings, int firstNumber, List<List<String>> rows) {
    StringBuilder text = new StringBuilder(line(headings));
    text.append('|');
    for (int i = 0; i < headings.size(); i++) {
      text.append(i < firstNumber ? "---|" : "---:|");
    }
    text.append('\n');
    rows.forEach(row -> text.append(line(row)));
    return text.toString();
  }

  private static String line(List<String> cells) {
    return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
