package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;

/**
 * A layer's units of one kind. With s the units' states and x their input, which is the sum over
 * neighbouring layers of (states times weights) and does not include the bias, the kind is defined
 * by its energy term and follows from it.
 *
 * <p>{@code parameters} is always the machine's whole flat array; units know their own offsets.
 * Matrices are row-major, samples x units. Methods named {@code ...InPlace} overwrite their first
 * argument.
 */
public interface Units {

  /** The name that model files and configuration use, such as {@code bernoulli}. */
  String type();

  int size();

  /** Values that one unit can take, or an empty array where there are infinitely many. */
  double[] states();

  /** {@code input := E[s | input]}. */
  void meanInPlace(Matrix input, float[] parameters);

  /** {@code input := a draw of s given input}. */
  void sampleInPlace(Matrix input, float[] parameters, RandomStream random);

  /**
   * {@code input := E[s | input]}, and {@code sample := a draw of s} from the same distribution.
   */
  void meanAndSampleInPlace(Matrix input, Matrix sample, float[] parameters, RandomStream random);

  /** The part of the energy that involves these units alone, for one row of states. */
  double energy(Matrix states, int row, float[] parameters);

  /**
   * {@code log sum over s of exp(-energy(s) + s . input)} for one row of inputs: what the units
   * contribute to minus the free energy when they are summed out.
   */
  double logPartition(Matrix input, int row, float[] parameters);

  /**
   * Adds {@code scale} times the sum over rows of minus the energy's derivative by each of these
   * units' own parameters, at their places in {@code gradient}, which has the machine's layout.
   */
  void addStatistics(Matrix states, float scale, float[] gradient);
}
