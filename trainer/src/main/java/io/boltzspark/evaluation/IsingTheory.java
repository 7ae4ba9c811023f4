package io.boltzspark.evaluation;

/**
 * The exact two-dimensional Ising model on an infinite square lattice (J = 1, no field), for
 * comparison with {@link IsingObservables}. {@code K = 1 / T}. A periodic lattice of a finite side
 * differs by an amount that vanishes exponentially with the side away from the critical
 * temperature, and like 1 / side (energy) or side^(-1/8) (magnetisation) at it.
 */
public final class IsingTheory {
  /** {@code 2 / ln(1 + sqrt 2)} (Kramers and Wannier 1941), where {@code sinh(2 K) = 1}. */
  public static final double CRITICAL_TEMPERATURE = 2 / Math.log(1 + Math.sqrt(2));

  private IsingTheory() {}

  /**
   * The energy per site of Onsager, "Crystal statistics. I", Phys. Rev. 65, 117 (1944):
   *
   * <pre>e = -coth(2 K) (1 + (2 / pi) (2 tanh^2(2 K) - 1) K1(k)),   k = 2 sinh(2 K) / cosh^2(2 K)
   * </pre>
   *
   * with K1 the complete elliptic integral of the first kind. By the arithmetic-geometric mean it
   * is {@code pi / (2 agm(1, sqrt(1 - k^2)))}, and {@code 1 - k^2 = (2 tanh^2(2 K) - 1)^2}.
   *
   * @param temperature above 0, in units of J / k_B
   * @return from -2 (cold) to 0 (hot), {@code -sqrt 2} at the critical temperature; within 1e-14 or
   *     so, times the temperature where that is above 1
   */
  public static double energy(double temperature) {
    double tanh = Math.tanh(2 / positive(temperature));
    double complement = 2 * tanh * tanh - 1;
    // At the critical temperature K1 is infinite, but its product with the complement is 0.
    double product = complement == 0 ? 0 : complement / agm(1, Math.abs(complement));
    return -(1 + product) / tanh;
  }

  /**
   * The spontaneous magnetisation per site of Yang, Phys. Rev. 85, 808 (1952): {@code (1 - sinh(2
   * K)^-4)^(1/8)} below the critical temperature, 0 from there on.
   *
   * @param temperature above 0, in units of J / k_B
   */
  public static double magnetisation(double temperature) {
    double sinh = Math.sinh(2 / positive(temperature));
    return sinh <= 1 ? 0 : Math.pow(1 - 1 / (sinh * sinh * sinh * sinh), 0.125);
  }

  /** The arithmetic-geometric mean (Gauss) of two positive numbers; converges quadratically. */
  private static double agm(double a, double b) {
    while (Math.abs(a - b) > 4 * Math.ulp(a)) {
      double mean = (a + b) / 2;
      b = Math.sqrt(a * b);
      a = mean;
    }
    return a;
  }

  private static double positive(double temperature) {
    if (!(temperature > 0 && temperature <= Double.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "temperature " + temperature + " is invalid: expected a finite number above 0");
    }
    return temperature;
  }
}
