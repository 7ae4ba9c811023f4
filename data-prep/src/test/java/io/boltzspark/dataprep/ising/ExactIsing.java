package io.boltzspark.dataprep.ising;

import java.util.function.IntToDoubleFunction;

/** The Ising model by routes that have nothing to do with sampling, all in double precision. */
final class ExactIsing {
  private ExactIsing() {}

  /** Energy of a configuration whose bit i is 1 where spin i is up; periodic, J = 1. */
  static int energy(int state, int size) {
    int energy = 0;
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int here = spin(state, y * size + x);
        energy -= here * spin(state, y * size + (x + 1) % size);
        energy -= here * spin(state, (y + 1) % size * size + x);
      }
    }
    return energy;
  }

  /** Sum of the spins. */
  static int magnetisation(int state, int size) {
    return 2 * Integer.bitCount(state) - size * size;
  }

  private static int spin(int state, int site) {
    return (state >> site & 1) == 1 ? 1 : -1;
  }

  /** Mean of a function of the state over all 2^(size^2) of them. */
  static double mean(int size, double temperature, IntToDoubleFunction f) {
    double weights = 0;
    double sum = 0;
    for (int state = 0; state < 1 << size * size; state++) {
      // The ground state has -2 a site: no weight is above 1.
      double weight = Math.exp(-(energy(state, size) + 2 * size * size) / temperature);
      weights += weight;
      sum += weight * f.applyAsDouble(state);
    }
    return sum / weights;
  }

  /**
   * Energy per site of the infinite lattice, from the free energy of Onsager (1944), {@code ln Z /
   * N = ln 2 + (1 / 8 pi^2) integral over a, b in 0..2 pi of ln(cosh^2 2K - sinh 2K (cos a + cos
   * b))}, differentiated by -K. The midpoint rule converges exponentially for a smooth periodic
   * function.
   */
  static double infiniteEnergy(double temperature) {
    double k = 1 / temperature;
    int points = 2000;
    double sum = 0;
    for (int i = 0; i < points; i++) {
      double cosine = Math.cos(2 * Math.PI * (i + 0.5) / points);
      for (int j = 0; j < points; j++) {
        double cosines = cosine + Math.cos(2 * Math.PI * (j + 0.5) / points);
        double inner = Math.pow(Math.cosh(2 * k), 2) - Math.sinh(2 * k) * cosines;
        sum += (2 * Math.sinh(4 * k) - 2 * Math.cosh(2 * k) * cosines) / inner;
      }
    }
    return -sum / points / points / 2;
  }

  /** Energy per site of a periodic lattice, the central difference of {@link #logPartition}. */
  static double finiteEnergy(int size, double temperature) {
    double k = 1 / temperature;
    double h = 1e-4;
    return -(logPartition(size, k + h) - logPartition(size, k - h)) / (2 * h) / (size * size);
  }

  /**
   * ln Z of a periodic lattice at {@code K = 1 / T}: Kaufman, "Crystal statistics. II", Phys. Rev.
   * 76, 1232 (1949), in the form of Ferdinand and Fisher, Phys. Rev. 185, 832 (1969).
   */
  static double logPartition(int size, double k) {
    double[] products = {1, 1, 1, 1};
    for (int r = 0; r < size; r++) {
      double odd = size * gamma(2 * r + 1, size, k) / 2;
      double even = size * gamma(2 * r, size, k) / 2;
      products[0] *= 2 * Math.cosh(odd);
      products[1] *= 2 * Math.sinh(odd);
      products[2] *= 2 * Math.cosh(even);
      products[3] *= 2 * Math.sinh(even);
    }
    double sum = products[0] + products[1] + products[2] + products[3];
    return size * size / 2.0 * Math.log(2 * Math.sinh(2 * k)) + Math.log(sum / 2);
  }

  private static double gamma(int index, int size, double k) {
    if (index == 0) {
      return 2 * k + Math.log(Math.tanh(k)); // which is negative above the critical temperature
    }
    double c = Math.cosh(2 * k) / Math.tanh(2 * k) - Math.cos(Math.PI * index / size);
    return Math.log(c + Math.sqrt(c * c - 1));
  }
}
