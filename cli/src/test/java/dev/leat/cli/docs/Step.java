package dev.leat.cli.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that a reader does or sees, in the blocks of a page that are marked {@code console}:
 *
 * <pre>{@code
 * $ COMMAND          runs to its end; the lines below are what it prints
 * server$ COMMAND    runs in a terminal called server until it is told otherwise: ^C
 * server> TEXT       is typed there, or nothing is; the lines below are what appears there next
 * …                  in a line: anything; as a line: any lines
 * }</pre>
 *
 * @param terminal empty for the one where commands run to their end
 * @param typed whether the text is typed into a command that runs already
 * @param shown what is to appear
 */
record Step(String terminal, boolean typed, String text, String shown) {
  private static final Pattern PROMPT = Pattern.compile("([a-z]*)([$>])(?: (.*))?");

  /** All steps of a page. */
  static List<Step> of(Path page) throws IOException {
    var steps = new ArrayList<Step>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = line.equals("```console");
      } else if (inside) {
        add(line, steps, page);
      }
    }
    return steps;
  }

  private static void add(String line, List<Step> steps, Path page) {
    Matcher prompt = PROMPT.matcher(line);
    if (prompt.matches()) {
      String text = prompt.group(3) == null ? "" : prompt.group(3);
      steps.add(new Step(prompt.group(1), prompt.group(2).equals(">"), text, ""));
    } else if (steps.isEmpty()) {
      throw new AssertionError(page + ": a block begins without a command: " + line);
    } else {
      Step last = steps.removeLast();
      steps.add(new Step(last.terminal, last.typed, last.text, last.shown + line + "\n"));
    }
  }

  /** What is to appear, as a pattern. */
  Pattern pattern() {
    var regex = new StringBuilder("(?<![^\n])"); // from the beginning of a line
    for (String line : shown.lines().toList()) {
      if (line.equals("…")) {
        regex.append("(?:.*\n)*?");
      } else {
        for (String piece : line.splitWithDelimiters("…", -1)) {
          regex.append(piece.equals("…") ? ".*" : Pattern.quote(piece));
        }
        regex.append("\n");
      }
    }
    return Pattern.compile(regex.toString());
  }

  @Override
  public String toString() {
    return terminal + (typed ? "> " : "$ ") + text;
  }
}
