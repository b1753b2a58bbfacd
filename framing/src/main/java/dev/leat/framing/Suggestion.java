package dev.leat.framing;

import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What somebody may have meant. */
final class Suggestion {
  private Suggestion() {}

  /** The word that differs least, if it differs by little; else null. */
  static @Nullable String nearest(String word, Collection<String> words) {
    String lower = word.toLowerCase(Locale.ROOT).strip();
    String nearest = null;
    // Two letters changed places count as two changes; in a short word two make another one.
    int least = lower.length() < 4 ? 2 : 3;
    for (String candidate : words) {
      int distance = distance(lower, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /** Letters to insert, delete or change to come from one word to the other (Levenshtein). */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
