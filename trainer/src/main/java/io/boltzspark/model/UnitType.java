package io.boltzspark.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kinds of units, with their names in model files and configuration. Rows of data are states of
 * visible units if their values are ({@link UnitSpec#faultOfData}):
 *
 * <table>
 *   <caption>values of data by kind of visible units</caption>
 *   <tr><th>units<th>values of a row
 *   <tr><td>{@code bernoulli}<td>0 to 1; those between are probabilities of 1, which training takes
 *       for means unless it draws from them, and evaluation draws from
 *   <tr><td>{@code spin}<td>0 and 1, which become -1 and +1; values between them as above, but
 *       training has to draw
 *   <tr><td>{@code gaussian}<td>any
 *   <tr><td>{@code potts:q}<td>a whole number from 0 to q - 1 for each site; or q values for each,
 *       of which one is 1 and the others are 0
 *   <tr><td>{@code multinomial:n}<td>whole numbers from 0 upwards with the sum n
 *   <tr><td>{@code binomial:n}<td>whole numbers from 0 to n
 *   <tr><td>{@code rectified}, {@code noisy-rectified}<td>0 and above
 *   <tr><td>the label of a row<td>a whole number from 0 to the number of classes - 1; null for none
 * </table>
 */
public enum UnitType {
  /** s in {0, 1}. */
  BERNOULLI,
  /** s in {-1, +1}. */
  SPIN,
  /** s real. */
  GAUSSIAN,
  /** One of q categories, as a one-hot group of q columns of which exactly one is 1. */
  POTTS,
  /** Counts of a fixed number of draws among the units (replicated softmax). */
  MULTINOMIAL,
  /** s in {0, ..., n}: the sum of n Bernoulli copies. */
  BINOMIAL,
  /** s real and not negative: a Gaussian cut off at 0. */
  RECTIFIED,
  /** max(0, x + noise) (Nair and Hinton 2010): a sampling rule without an energy. */
  NOISY_RECTIFIED;

  /** The former name of Potts units, which files keep and configuration still accepts. */
  private static final String EARLIER_POTTS = "softmax";

  /** Its name in configuration, such as {@code noisy-rectified}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Its name in files: in models, and in the configuration that identifies a run when it is
   * resumed. The same as {@link #word} except for {@link #POTTS}, which is {@code softmax} there.
   */
  public String storedWord() {
    return this == POTTS ? EARLIER_POTTS : word();
  }

  /** Its name in messages, with the former name added if there is one. */
  public String title() {
    return word().equals(storedWord()) ? word() : word() + " (" + storedWord() + ")";
  }

  /** The type with this word, or stored word, if it exists. */
  public static Optional<UnitType> ofWord(String word) {
    return Arrays.stream(values())
        .filter(type -> type.word().equals(word) || type.storedWord().equals(word))
        .findFirst();
  }

  /** Whether the type has a count: of draws, copies or categories. */
  public boolean hasCount() {
    return this == POTTS || this == MULTINOMIAL || this == BINOMIAL;
  }

  /** Whether the count is the number of neighbouring columns that form one unit. */
  public boolean countsColumns() {
    return this == POTTS;
  }

  /**
   * Whether each column is a unit of its own, independent of the other columns of its group given
   * the input; if not, part of a group cannot be clamped.
   */
  public boolean hasIndependentColumns() {
    return this != POTTS && this != MULTINOMIAL;
  }

  /**
   * Whether the units of a layer can be coupled with each other; {@link SiteUnits} says why others
   * cannot.
   */
  public boolean canBeCoupled() {
    return this != MULTINOMIAL && this != RECTIFIED && this != NOISY_RECTIFIED;
  }

  /** Whether a column is a unit with two states, whose mean can be a grey value. */
  public boolean hasTwoStates() {
    return this == BERNOULLI || this == SPIN;
  }

  /** Whether the units have a mean and a variance, each learnt or fixed. */
  public boolean hasVariance() {
    return this == GAUSSIAN || this == RECTIFIED;
  }

  /** Whether there is an energy, and so free energies and likelihoods; see {@link EnergyUnits}. */
  public boolean hasEnergy() {
    return this != NOISY_RECTIFIED;
  }

  /** Whether states can be any real numbers. */
  public boolean takesAnyValue() {
    return this == GAUSSIAN;
  }

  /**
   * Whether states are real numbers without an upper bound. Their probabilities are densities,
   * which depend on the unit of measurement (see {@link Standardisation#logJacobian}), and not
   * every combination of layers can be normalised.
   */
  public boolean isReal() {
    return hasVariance() || this == NOISY_RECTIFIED;
  }
}
