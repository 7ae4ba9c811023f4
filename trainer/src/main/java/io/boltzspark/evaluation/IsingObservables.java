package io.boltzspark.evaluation;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;

/**
 * Observables of configurations of the two-dimensional Ising model: square lattice of {@code N =
 * size x size} spins {@code s_i} of -1 or +1, periodic, J = 1, no field. Means over configurations
 * of
 *
 * <ul>
 *   <li>the energy per site {@code e = -(1 / N) sum over neighbours <i,j> of s_i s_j}, where each
 *       site is paired with those right of it and below it, 2 N pairs in all (with a side of 2 each
 *       pair occurs twice): -2 when all spins are equal, about 0 when they are random;
 *   <li>the absolute magnetisation per site, {@code |m| = |sum of s_i| / N};
 *   <li>its square {@code m^2}, which times {@code N / T} is the susceptibility above the critical
 *       temperature;
 *   <li>and N times the variances over configurations of e, which over {@code T^2} is the heat
 *       capacity per site, and of |m|, which over T is the susceptibility below the critical
 *       temperature (k_B = 1).
 * </ul>
 *
 * {@link IsingTheory} gives their exact values on an infinite lattice.
 *
 * @param energy e, in units of J
 * @param magnetisation |m|, in 0..1
 * @param squaredMagnetisation m^2, in 0..1
 * @param energyFluctuation N times the variance of e
 * @param magnetisationFluctuation N times the variance of |m|
 */
public record IsingObservables(
    Estimate energy,
    Estimate magnetisation,
    Estimate squaredMagnetisation,
    Estimate energyFluctuation,
    Estimate magnetisationFluctuation) {

  /**
   * A mean over configurations.
   *
   * @param mean the mean
   * @param standardError {@code sqrt(sum (x - mean)^2 / (n (n - 1)))}: for n independent
   *     configurations; too small for successive states of one chain
   */
  public record Estimate(double mean, double standardError) {

    static Estimate of(double[] values) {
      double n = values.length;
      double mean = 0;
      for (double value : values) {
        mean += value;
      }
      mean /= n;
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Estimate(mean, Math.sqrt(squares / (n * (n - 1))));
    }

    /** {@code factor} times the variance, as the mean of squared distances from the mean. */
    static Estimate ofVariance(double[] values, double mean, double factor) {
      double[] squares = new double[values.length];
      double unbiased = factor * values.length / (values.length - 1);
      for (int i = 0; i < squares.length; i++) {
        squares[i] = unbiased * (values[i] - mean) * (values[i] - mean);
      }
      return of(squares);
    }

    /** The estimate of {@code factor} times this quantity. */
    public Estimate times(double factor) {
      return new Estimate(factor * mean, Math.abs(factor) * standardError);
    }
  }

  /**
   * Measures configurations.
   *
   * @param spins -1 or +1, configurations x sites, a configuration row-major; at least 2 rows
   * @param size sites per side, at least 2
   * @throws BoltzException BAD_INPUT if a value is neither -1 nor +1
   */
  public static IsingObservables of(Matrix spins, int size) {
    if (size < 2 || spins.columns() != Math.multiplyExact(size, size) || spins.rows() < 2) {
      throw new IllegalArgumentException(
          spins + " does not hold two or more configurations of side " + size);
    }
    double sites = spins.columns();
    double[] energy = new double[spins.rows()];
    double[] magnetisation = new double[spins.rows()];
    double[] squared = new double[spins.rows()];
    int[] row = new int[spins.columns()];
    for (int r = 0; r < spins.rows(); r++) {
      read(spins, r, row);
      energy[r] = -bonds(row, size) / sites;
      magnetisation[r] = Math.abs(sum(row)) / sites;
      squared[r] = magnetisation[r] * magnetisation[r];
    }
    Estimate meanEnergy = Estimate.of(energy);
    Estimate meanMagnetisation = Estimate.of(magnetisation);
    return new IsingObservables(
        meanEnergy,
        meanMagnetisation,
        Estimate.of(squared),
        Estimate.ofVariance(energy, meanEnergy.mean(), sites),
        Estimate.ofVariance(magnetisation, meanMagnetisation.mean(), sites));
  }

  private static void read(Matrix spins, int r, int[] row) {
    for (int i = 0; i < row.length; i++) {
      float spin = spins.get(r, i);
      if (spin != 1 && spin != -1) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "row "
                + r
                + " has the value "
                + spin
                + " at unit "
                + i
                + ": energy and magnetisation require spins of -1 or +1");
      }
      row[i] = (int) spin;
    }
  }

  private static int bonds(int[] spins, int size) {
    int bonds = 0;
    for (int y = 0; y < size; y++) {
      int line = y * size;
      int below = (y + 1) % size * size;
      for (int x = 0; x < size; x++) {
        bonds += spins[line + x] * (spins[line + (x + 1) % size] + spins[below + x]);
      }
    }
    return bonds;
  }

  private static int sum(int[] spins) {
    int sum = 0;
    for (int spin : spins) {
      sum += spin;
    }
    return sum;
  }
}
