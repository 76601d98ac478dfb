package io.causerie.model.yaml;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the word somebody meant. */
public final class Nearest {
  private Nearest() {}

  /** " (did you mean 'x'?)", or nothing where no known word is near. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> " (did you mean '" + near + "'?)").orElse("");
  }

  /** The known word with the fewest letters to change, if those are not too many. */
  public static Optional<String> to(String word, Collection<String> known) {
    String lower = word.toLowerCase(Locale.ROOT);
    int best = Math.max(2, word.length() / 3) + 1;
    String nearest = null;
    for (String candidate : known) {
      int distance = distance(lower, candidate.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return Optional.ofNullable(nearest);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(Math.min(current[j - 1], previous[j]) + 1, previous[j - 1] + change);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
