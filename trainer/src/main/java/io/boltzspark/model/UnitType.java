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
  /** Groups of units of which exactly one is 1. */
  SOFTMAX,
  /** Counts of a fixed number of draws among the units (replicated softmax). */
  MULTINOMIAL,
  /** s in {0, ..., n}: the sum of n Bernoulli copies. */
  BINOMIAL,
  /** s real and not negative: a Gaussian cut off at 0. */
  RECTIFIED,
  /** max(0, x + noise) (Nair and Hinton 2010): a rule for sampling, without an energy. */
  NOISY_RECTIFIED;

  /** As written in files, such as {@code noisy-rectified}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The type of a word, if there is one. */
  public static Optional<UnitType> ofWord(String word) {
    return Arrays.stream(values()).filter(type -> type.word().equals(word)).findFirst();
  }

  /** Whether a number goes with the type: draws, copies, or units of a softmax group. */
  public boolean hasCount() {
    return this == SOFTMAX || this == MULTINOMIAL || this == BINOMIAL;
  }

  /** Whether the units have a mean and a variance, each learnt or fixed. */
  public boolean hasVariance() {
    return this == GAUSSIAN || this == RECTIFIED;
  }

  /** Whether there is an energy, and so free energies and likelihoods. */
  public boolean hasEnergy() {
    return this != NOISY_RECTIFIED;
  }

  /** Whether states are unbounded, so that not every pairing can be normalised. */
  public boolean isUnbounded() {
    return hasVariance() || this == NOISY_RECTIFIED;
  }
}
