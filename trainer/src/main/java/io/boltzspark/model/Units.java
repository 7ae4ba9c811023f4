package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import java.util.stream.IntStream;

/**
 * A group of units of one kind, a whole layer or some of its columns, with the operations that
 * sampling and learning need. Nearly all kinds are {@link EnergyUnits}, defined by their energy
 * term {@code E(s)} and by how their states enter the energy of connections, {@code phi(s)} (nearly
 * always s itself), from which everything else follows:
 *
 * <pre>P(s | x) is proportional to exp(-E(s) + phi(s) . x)</pre>
 *
 * where x is the group's <em>input</em>, the sum over neighbouring layers of ({@code phi} of their
 * states times weights); it does not include the bias.
 *
 * <p>{@code parameters} is always the machine's whole flat array; units know their own offsets.
 * Matrices are samples x units of this group (columns of a layer's matrix where a layer has several
 * groups). Methods named {@code ...InPlace} overwrite their first argument. Implementations are
 * shared by the tasks of a process, so scratch space is per thread.
 */
public interface Units {

  /** The group's specification. */
  UnitSpec spec();

  default int size() {
    return spec().size();
  }

  /**
   * Values that one unit can take, in ascending order; an empty array if there are infinitely many.
   */
  double[] states();

  /** Number of joint states of the group; infinite for units that are not {@link DiscreteUnits}. */
  default double configurations() {
    return Double.POSITIVE_INFINITY;
  }

  /** {@code input := E[s | input]}. */
  void meanInPlace(Matrix input, float[] parameters);

  /**
   * {@code input := } the most probable s given input, or the one of highest density; among equally
   * probable states the smallest, among categories the first.
   */
  void modeInPlace(Matrix input, float[] parameters);

  /** {@code input := a draw of s given input}. */
  void sampleInPlace(Matrix input, float[] parameters, RandomStream random);

  /**
   * {@code input := E[s | input]}, and {@code sample := a draw of s} from the same distribution.
   */
  void meanAndSampleInPlace(Matrix input, Matrix sample, float[] parameters, RandomStream random);

  /**
   * {@code phi(states)}: the states as neighbouring layers see them. The states themselves if phi
   * is the identity; otherwise a matrix that the next call on the same thread overwrites.
   */
  default Matrix interaction(Matrix states, float[] parameters) {
    return states;
  }

  /**
   * Adds {@code scale} times the sum over rows of minus {@code E(s)}'s derivative by each of these
   * units' own parameters that are learnt, at their places in {@code gradient}, which has the
   * machine's layout. Units without an energy define their own learning rule instead.
   */
  void addStatistics(Matrix states, float scale, float[] parameters, float[] gradient);

  /**
   * Adds to {@code gradient} the contribution of {@code phi} to the derivatives by these units' own
   * parameters through one connection: {@code sum over rows of (d phi / d parameter) . (W phi')}.
   * Since that is linear in the statistics of the weights, it is computed from these, which {@code
   * gradient} already holds. Does nothing if phi has no parameters.
   *
   * @param lower whether this group is on the lower side of the connection
   */
  default void addConnectionStatistics(
      Connection connection, boolean lower, float[] parameters, float[] gradient) {}

  /**
   * Means of states as they should be fitted, where rows are a sample: a category that no row has
   * may still be in the next one.
   *
   * @param mean mean of each unit over the rows
   * @param rows number of these rows
   */
  default double[] smoothed(double[] mean, double rows) {
    return mean;
  }

  /**
   * Sets biases (and variances, if learnt) so that units without input have the given moments, as
   * nearly as finite parameters can.
   *
   * @param mean mean of each unit
   * @param variance variance of each unit
   */
  void fit(double[] mean, double[] variance, float[] parameters);

  /**
   * The places of these units' own parameters that training must leave as they are where a unit has
   * the same state in all rows of data: the density of that state grows without bound as they move.
   * Most units have none.
   *
   * @param constant which units have the same state in all rows
   */
  default IntStream heldWhere(boolean[] constant) {
    return IntStream.empty();
  }

  /** Keeps parameters within their limits after a step; most units have none. */
  default void constrainInPlace(float[] parameters) {}
}
