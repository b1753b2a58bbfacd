package dev.leat.cli;

import java.util.Collection;
import java.util.List;

/** Which words somebody may have meant. */
final class NearWords {
  private static final int MOST_TYPOS = 2;

  private NearWords() {}

  /** Those that begin like it, or are one or two typing errors away; none for a single letter. */
  static List<String> of(String word, Collection<String> known) {
    if (word.length() < 2 || (word.length() == 2 && word.startsWith("-"))) {
      return List.of();
    }
    return known.stream()
        .filter(candidate -> candidate.startsWith(word) || typos(word, candidate) <= allowed(word))
        .sorted()
        .toList();
  }

  private static int allowed(String word) {
    return Math.min(MOST_TYPOS, word.length() / 2);
  }

  /**
   * How many letters are wrong, missing, superfluous, or swapped with the next (the optimal string
   * alignment distance).
   */
  static int typos(String a, String b) {
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = i == 0 || j == 0 ? i + j : least(distance, a, b, i, j);
      }
    }
    return distance[a.length()][b.length()];
  }

  private static int least(int[][] distance, String a, String b, int i, int j) {
    int wrong = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
    int least =
        Math.min(
            distance[i - 1][j - 1] + wrong, 1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, distance[i - 2][j - 2] + 1) : least;
  }
}
