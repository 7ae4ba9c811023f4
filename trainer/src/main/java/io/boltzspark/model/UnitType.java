package io.boltzspark.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of units, each with the name that model files and configuration use. */
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
  /** max(0, x + noise) (Nair and Hinton 2010): a rule for sampling, without an energy. */
  NOISY_RECTIFIED;

  /** The first name of Potts units here, which files keep and configuration still takes. */
  private static final String EARLIER_POTTS = "softmax";

  /** As configuration calls it, such as {@code noisy-rectified}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * As files call it: model files, and the configuration that a run is recognised by when it is
   * resumed. The same as {@link #word} but for {@link #POTTS}, which is {@code softmax} there.
   */
  public String storedWord() {
    return this == POTTS ? EARLIER_POTTS : word();
  }

  /** For messages: the word, and beside it the other one, where there are two. */
  public String title() {
    return word().equals(storedWord()) ? word() : word() + " (" + storedWord() + ")";
  }

  /** The type of a word, or of a stored one, if there is one. */
  public static Optional<UnitType> ofWord(String word) {
    return Arrays.stream(values())
        .filter(type -> type.word().equals(word) || type.storedWord().equals(word))
        .findFirst();
  }

  /** Whether a number goes with the type: draws, copies, or categories. */
  public boolean hasCount() {
    return this == POTTS || this == MULTINOMIAL || this == BINOMIAL;
  }

  /** Whether the count says how many neighbouring columns make one unit. */
  public boolean countsColumns() {
    return this == POTTS;
  }

  /**
   * Whether each column is a unit by itself, independent of the other columns of its group given
   * the input; where not, no part of a group can be held at a state alone.
   */
  public boolean hasIndependentColumns() {
    return this != POTTS && this != MULTINOMIAL;
  }

  /** Whether a column is a unit of two states, of which a grey value can be the mean. */
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

  /** Whether states are any real numbers, and not just some of them. */
  public boolean takesAnyValue() {
    return this == GAUSSIAN;
  }

  /** Whether states are unbounded, so that not every pairing can be normalised. */
  public boolean isUnbounded() {
    return hasVariance() || this == NOISY_RECTIFIED;
  }
}
