package io.boltzspark.jobs.settings;

import java.util.Collection;
import java.util.Optional;

/** Guesses the intended word from a mistyped one. */
public final class NearestWord {

  private NearestWord() {}

  /**
   * The candidate with the fewest edits from {@code typed}, if that is few enough to be a slip
   * rather than another word: at most two fifths of the longer word's letters, and three at least.
   */
  public static Optional<String> of(String typed, Collection<String> candidates) {
    String best = null;
    int fewest = Integer.MAX_VALUE;
    for (String candidate : candidates) {
      int edits = distance(typed, candidate);
      int allowed = Math.max(3, Math.max(typed.length(), candidate.length()) * 2 / 5);
      if (edits < fewest && edits <= allowed && edits < candidate.length()) {
        fewest = edits;
        best = candidate;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code ". Did you mean 'word'?"}, or nothing when no candidate is near. */
  public static String hint(String typed, Collection<String> candidates) {
    return of(typed, candidates).map(word -> ". Did you mean '" + word + "'?").orElse("");
  }

  /** Levenshtein's distance: insertions, deletions and substitutions that turn a into b. */
  static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
