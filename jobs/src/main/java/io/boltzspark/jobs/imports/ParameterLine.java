package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;

/**
 * A line of a file of parameters.
 *
 * @param isField whether it is a field {@code h i a value}, not a coupling {@code J i j a b value}
 * @param i the first site, from 0
 * @param j the second site; for a field the first again
 * @param a the letter of the first site
 * @param b the letter of the second site
 * @param value of the parameter, finite
 */
record ParameterLine(boolean isField, int i, int j, char a, char b, float value) {
  private static final int WORDS_OF_FIELD = 4;
  private static final int WORDS_OF_COUPLING = 6;

  /**
   * @param where the file and the number of the line, for messages
   * @throws BoltzException BAD_INPUT when it is none
   */
  static ParameterLine parse(String line, String where) {
    String[] words = line.strip().split("\\s+");
    boolean isField = words[0].equals("h");
    if (!isField && !words[0].equals("J")
        || words.length != (isField ? WORDS_OF_FIELD : WORDS_OF_COUPLING)) {
      throw bad(
          where, "'%s' is invalid; expected 'J i j a b value' or 'h i a value'".formatted(line));
    }
    int i = site(words[1], where);
    float value = value(words[words.length - 1], where);
    if (isField) {
      char a = letter(words[2], where);
      return new ParameterLine(true, i, i, a, a, value);
    }
    int j = site(words[2], where);
    if (i == j) {
      throw bad(where, "a coupling of site %d with itself".formatted(i));
    }
    return new ParameterLine(false, i, j, letter(words[3], where), letter(words[4], where), value);
  }

  private static int site(String word, String where) {
    if (!word.matches("[0-9]{1,6}")) {
      throw bad(where, "the site '%s' is invalid; expected a number from 0".formatted(word));
    }
    return Integer.parseInt(word);
  }

  private static char letter(String word, String where) {
    if (word.length() != 1) {
      throw bad(where, "'%s' is invalid; expected one letter of the alphabet".formatted(word));
    }
    return word.charAt(0);
  }

  private static float value(String word, String where) {
    try {
      float value = Float.parseFloat(word);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      throw bad(where, "the value '%s' is no number".formatted(word));
    }
    throw bad(where, "the value '%s' is not finite".formatted(word));
  }

  static BoltzException bad(String where, String what) {
    return new BoltzException(ExitCode.BAD_INPUT, where + ": " + what);
  }
}
