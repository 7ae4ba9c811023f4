package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.ChainStates;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The precision matrix P of a machine's Gaussian units: with all other units fixed, their energy is
 * {@code xᵀ P x / 2 - bᵀ x + c}. P has {@code 1 / sigma^2} on its diagonal and, where two Gaussian
 * units are connected or coupled, minus {@code w / (sigma^2 sigma'^2)} beside it. A distribution
 * exists exactly if P is positive definite, and for a machine of only Gaussian units
 *
 * <pre>log Z = n log(2 pi) / 2 - log det P / 2 + bᵀ P⁻¹ b / 2 - c</pre>
 */
public final class GaussianPrecision {
  /** Beyond this the n^3 / 3 operations would take minutes. */
  public static final int MOST_UNITS = 4000;

  private record Place(int layer, int unit, double scale) {}

  private final BoltzmannMachine machine;
  private final float[] parameters;
  private final List<Place> places = new ArrayList<>();

  /** One row of zeros in each layer, for evaluating energies. */
  private final ChainStates probe;

  public GaussianPrecision(BoltzmannMachine machine, float[] parameters) {
    this.machine = machine;
    this.parameters = parameters;
    this.probe = ChainStates.zeros(machine, 1);
    for (int l = 0; l < machine.layers().size(); l++) {
      Layer layer = machine.layer(l);
      Matrix ones = Matrix.zeros(1, layer.size());
      Arrays.fill(ones.values(), 1f);
      Matrix phi = layer.interaction(ones, parameters);
      int column = 0;
      for (UnitSpec group : machine.spec().layers().get(l)) {
        for (int i = 0; i < group.size(); i++, column++) {
          if (group.type() == UnitType.GAUSSIAN) {
            places.add(new Place(l, column, phi.get(0, column)));
          }
        }
      }
    }
  }

  /** Number of Gaussian units. */
  public int units() {
    return places.size();
  }

  /** Whether the machine has only Gaussian units. */
  public boolean isAll() {
    return places.size() == machine.dimensions().stream().mapToInt(Integer::intValue).sum();
  }

  /**
   * Whether any two Gaussian units are connected or coupled; if not, P is always positive definite.
   */
  public boolean isConnected() {
    return machine.connectionsAndCouplings().stream()
        .anyMatch(
            c ->
                places.stream().anyMatch(p -> p.layer() == c.from())
                    && places.stream().anyMatch(p -> p.layer() == c.to()));
  }

  /** Whether P is positive definite. */
  public boolean isPositiveDefinite() {
    return decomposed() != null;
  }

  /** log Z of a machine of only Gaussian units; empty if P is not positive definite. */
  public OptionalDouble logPartition() {
    double[][] root = decomposed();
    if (root == null) {
      return OptionalDouble.empty();
    }
    int n = units();
    double[] y = new double[n];
    double logZ = 0.5 * n * Math.log(2 * Math.PI);
    for (int i = 0; i < n; i++) {
      double sum = linear(places.get(i));
      for (int j = 0; j < i; j++) {
        sum -= root[i][j] * y[j];
      }
      y[i] = sum / root[i][i];
      logZ += 0.5 * y[i] * y[i] - Math.log(root[i][i]);
    }
    return OptionalDouble.of(logZ - atZero());
  }

  /** The energy of all units at 0: c. */
  private double atZero() {
    double sum = 0;
    for (int l = 0; l < machine.layers().size(); l++) {
      sum += machine.layer(l).energy(probe.layer(l), 0, parameters);
    }
    return sum;
  }

  /** A unit's element of b: the linear term of E(0) - E(x). */
  private double linear(Place place) {
    return place.scale()
        * (double) parameters[machine.layer(place.layer()).biasOffset() + place.unit()];
  }

  /** The lower Cholesky factor of P, or null if there is none. */
  private double[][] decomposed() {
    int n = units();
    double[][] a = new double[n][];
    for (int i = 0; i < n; i++) {
      a[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        a[i][j] = precision(places.get(j), places.get(i));
        for (int k = 0; k < j; k++) {
          a[i][j] -= a[i][k] * a[j][k];
        }
        if (j < i) {
          a[i][j] /= a[j][j];
        } else if (a[i][i] > 0) {
          a[i][i] = Math.sqrt(a[i][i]);
        } else {
          return null;
        }
      }
    }
    return a;
  }

  private double precision(Place below, Place above) {
    if (below.equals(above)) {
      return below.scale();
    }
    Connection c = connection(below.layer(), above.layer());
    if (c == null) {
      return 0;
    }
    double weight = parameters[c.offset() + below.unit() * c.columns() + above.unit()];
    return -weight * below.scale() * above.scale();
  }

  /** The connection between two layers, or the couplings within one; null if there are none. */
  private Connection connection(int from, int to) {
    if (from == to) {
      return machine.couplings(from);
    }
    for (Connection c : machine.connections()) {
      if (c.from() == from && c.to() == to) {
        return c;
      }
    }
    return null;
  }
}
