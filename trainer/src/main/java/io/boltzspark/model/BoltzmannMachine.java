package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The structure of a Boltzmann machine whose units are connected only between neighbouring layers:
 *
 * <pre>E(s_0, ..., s_L) = sum over l of E_l(s_l) - sum over l of s_lᵀ W_l s_(l+1)</pre>
 *
 * <p>Layer 0 is visible. Two layers make a restricted Boltzmann machine (Smolensky 1986), more a
 * deep one (Salakhutdinov and Hinton 2009). Immutable and without numbers: every method takes the
 * parameters as a flat array with {@link #layout()}.
 */
public final class BoltzmannMachine {
  private final List<Units> layers;
  private final List<Connection> connections;
  private final ParameterLayout layout;

  private BoltzmannMachine(List<Units> layers, List<Connection> connections, ParameterLayout p) {
    this.layers = List.copyOf(layers);
    this.connections = List.copyOf(connections);
    this.layout = p;
  }

  /**
   * A machine of Bernoulli units.
   *
   * @param sizes units of each layer, visible first; at least two layers
   */
  public static BoltzmannMachine bernoulli(List<Integer> sizes) {
    if (sizes.size() < 2 || sizes.stream().anyMatch(s -> s < 1)) {
      throw new IllegalArgumentException("a machine needs two or more non-empty layers: " + sizes);
    }
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    List<Connection> connections = new ArrayList<>();
    for (int l = 0; l + 1 < sizes.size(); l++) {
      int rows = sizes.get(l);
      int columns = sizes.get(l + 1);
      connections.add(new Connection(l, layout.add("weights." + l, rows, columns), rows, columns));
    }
    List<Units> layers = new ArrayList<>();
    for (int l = 0; l < sizes.size(); l++) {
      layers.add(new BernoulliUnits(sizes.get(l), layout.add("bias." + l, sizes.get(l))));
    }
    return new BoltzmannMachine(layers, connections, layout.build());
  }

  public List<Units> layers() {
    return layers;
  }

  public Units layer(int index) {
    return layers.get(index);
  }

  public Units visible() {
    return layers.get(0);
  }

  /** Connection l joins layers l and l + 1. */
  public List<Connection> connections() {
    return connections;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** Units of each layer, visible first. */
  public List<Integer> dimensions() {
    return layers.stream().map(Units::size).toList();
  }

  public boolean isRestricted() {
    return layers.size() == 2;
  }

  /** {@code input := } what layer {@code l} receives from the layers next to it; bias excluded. */
  public void inputInto(int l, List<Matrix> states, float[] parameters, Matrix input) {
    float beta = 0f;
    if (l > 0) {
      connections.get(l - 1).up(states.get(l - 1), parameters, beta, input);
      beta = 1f;
    }
    if (l + 1 < layers.size()) {
      connections.get(l).down(states.get(l + 1), parameters, beta, input);
    }
  }

  /**
   * The joint energy of each row of states.
   *
   * @param states one matrix a layer, all with the same number of rows
   */
  public double[] energy(List<Matrix> states, float[] parameters) {
    int rows = states.get(0).rows();
    double[] energy = new double[rows];
    for (int l = 0; l < layers.size(); l++) {
      for (int r = 0; r < rows; r++) {
        energy[r] += layers.get(l).energy(states.get(l), r, parameters);
      }
    }
    for (Connection connection : connections) {
      Matrix below = states.get(connection.lower());
      Matrix above = states.get(connection.lower() + 1);
      Matrix input = Matrix.zeros(rows, connection.columns());
      connection.up(below, parameters, 0f, input);
      for (int r = 0; r < rows; r++) {
        energy[r] -= dot(input, above, r);
      }
    }
    return energy;
  }

  /**
   * The free energy {@code -log sum over h of exp(-E(v, h))} of each row of visible states.
   *
   * @throws IllegalStateException for a machine with more than one hidden layer, whose sum has no
   *     closed form
   */
  public double[] freeEnergy(Matrix visible, float[] parameters) {
    Matrix input = Matrix.zeros(visible.rows(), restrictedHidden().size());
    connections.get(0).up(visible, parameters, 0f, input);
    return IntStream.range(0, visible.rows())
        .mapToDouble(
            r ->
                visible().energy(visible, r, parameters)
                    - restrictedHidden().logPartition(input, r, parameters))
        .toArray();
  }

  private Units restrictedHidden() {
    if (!isRestricted()) {
      throw new IllegalStateException("no closed free energy with layers " + dimensions());
    }
    return layers.get(1);
  }

  private static double dot(Matrix a, Matrix b, int row) {
    double sum = 0;
    for (int i = 0; i < a.columns(); i++) {
      sum += (double) a.get(row, i) * b.get(row, i);
    }
    return sum;
  }
}
