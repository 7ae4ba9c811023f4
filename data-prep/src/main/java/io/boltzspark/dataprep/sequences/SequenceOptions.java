package io.boltzspark.dataprep.sequences;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of aligned sequences.
 *
 * @param format of the file; empty: found from its name and beginning
 * @param alphabet its letters; empty: found from those of the sequences
 * @param unknown what becomes of letters that stand for several others
 * @param duplicates what becomes of a sequence that repeats an earlier one
 * @param maxGaps the largest share of gaps of a sequence that is kept, 0 to 1
 * @param maxColumnGaps the largest share of gaps, over the sequences that are kept, of a column
 *     that is kept, 0 to 1
 */
public record SequenceOptions(
    Optional<AlignmentFormat> format,
    Optional<Alphabet> alphabet,
    Unknown unknown,
    Duplicates duplicates,
    double maxGaps,
    double maxColumnGaps) {

  /** Whatever the file says, and everything kept but sequences with unknown letters. */
  public static final SequenceOptions DEFAULTS =
      new SequenceOptions(Optional.empty(), Optional.empty(), Unknown.DROP, Duplicates.KEEP, 1, 1);

  /** What becomes of unknown letters, such as X for any amino acid. */
  public enum Unknown {
    /** The sequence is left out, as adabmDCApy does when it trains. */
    DROP,
    /** The letter counts as a gap, as in the earlier adabmDCA in C++. */
    GAP;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws BoltzException BAD_CONFIGURATION when there is no such word
     */
    public static Unknown of(String label) {
      return word("--unknown", values(), label);
    }
  }

  /** What becomes of sequences that repeat an earlier one, letter by letter. */
  public enum Duplicates {
    KEEP,
    DROP;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws BoltzException BAD_CONFIGURATION when there is no such word
     */
    public static Duplicates of(String label) {
      return word("--duplicates", values(), label);
    }
  }

  /**
   * @throws BoltzException BAD_CONFIGURATION when a share is outside 0 to 1
   */
  public SequenceOptions {
    Objects.requireNonNull(format);
    Objects.requireNonNull(alphabet);
    Objects.requireNonNull(unknown);
    Objects.requireNonNull(duplicates);
    requireShare("--max-gaps", maxGaps);
    requireShare("--max-column-gaps", maxColumnGaps);
  }

  private static void requireShare(String option, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION, option + " is " + share + "; expected a share from 0 to 1");
    }
  }

  /** The largest whole number that is at most a share, as it is written, of a number. */
  static long most(double share, long of) {
    return BigDecimal.valueOf(share)
        .multiply(BigDecimal.valueOf(of))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }

  private static <T extends Enum<T>> T word(String option, T[] values, String label) {
    return Arrays.stream(values)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new BoltzException(
                    ExitCode.BAD_CONFIGURATION,
                    "%s '%s' is unknown; expected %s"
                        .formatted(
                            option,
                            label,
                            String.join(
                                " or ",
                                Arrays.stream(values)
                                    .map(value -> value.name().toLowerCase(Locale.ROOT))
                                    .toList()))));
  }
}
