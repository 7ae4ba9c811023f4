package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The structure of a Boltzmann machine whose units are connected only between neighbouring layers:
 *
 * <pre>E(s_0, ..., s_L) = sum over l of E_l(s_l) - sum over l of phi_l(s_l)ᵀ W_l phi_(l+1)(s_(l+1))
 * </pre>
 *
 * <p>Layer 0 is visible. Two layers make a restricted Boltzmann machine (Smolensky 1986), more a
 * deep one (Salakhutdinov and Hinton 2009). {@code E_l} and {@code phi_l} are those of the layer's
 * {@link Units}; phi is the identity for nearly all. Immutable and without numbers: every method
 * takes the parameters as a flat array with {@link #layout()}.
 */
public final class BoltzmannMachine {
  private final MachineSpec spec;
  private final List<Layer> layers;
  private final List<Connection> connections;
  private final ParameterLayout layout;

  private BoltzmannMachine(
      MachineSpec spec, List<Layer> layers, List<Connection> connections, ParameterLayout layout) {
    this.spec = spec;
    this.layers = List.copyOf(layers);
    this.connections = List.copyOf(connections);
    this.layout = layout;
  }

  /** The machine of a structure. */
  public static BoltzmannMachine of(MachineSpec spec) {
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    List<Integer> sizes = spec.dimensions();
    List<Connection> connections = new ArrayList<>();
    for (int l = 0; l + 1 < sizes.size(); l++) {
      int rows = sizes.get(l);
      int columns = sizes.get(l + 1);
      connections.add(new Connection(l, layout.add("weights." + l, rows, columns), rows, columns));
    }
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < sizes.size(); l++) {
      layers.add(layer(spec.layers().get(l), l, sizes.get(l), layout));
    }
    return new BoltzmannMachine(spec, layers, connections, layout.build());
  }

  private static Layer layer(
      List<UnitSpec> groups, int index, int size, ParameterLayout.Builder layout) {
    int bias = layout.add("bias." + index, size);
    int withVariance =
        groups.stream().filter(g -> g.type().hasVariance()).mapToInt(UnitSpec::size).sum();
    int sigma = withVariance > 0 ? layout.add("log_sigma." + index, withVariance) : -1;
    List<Units> units = new ArrayList<>();
    int first = 0;
    for (UnitSpec group : groups) {
      units.add(units(group, first, bias + first, sigma));
      first += group.size();
      sigma += group.type().hasVariance() ? group.size() : 0;
    }
    return new Layer(units, bias);
  }

  /**
   * @param first the group's first column in its layer
   * @param sigma where the group's log sigma begin, for types with a variance
   */
  private static Units units(UnitSpec spec, int first, int bias, int sigma) {
    return switch (spec.type()) {
      case BERNOULLI -> new BernoulliUnits(spec, bias);
      case SPIN -> new SpinUnits(spec, bias);
      case GAUSSIAN -> new GaussianUnits(spec, first, bias, sigma);
      case SOFTMAX -> new SoftmaxUnits(spec, bias);
      case MULTINOMIAL -> new MultinomialUnits(spec, bias);
      case BINOMIAL -> new BinomialUnits(spec, bias);
      case RECTIFIED -> new RectifiedUnits(spec, first, bias, sigma);
      case NOISY_RECTIFIED -> new NoisyRectifiedUnits(spec, bias);
    };
  }

  /** A machine of Bernoulli units; {@code sizes} are the units of each layer, visible first. */
  public static BoltzmannMachine bernoulli(List<Integer> sizes) {
    return of(MachineSpec.bernoulli(sizes));
  }

  public MachineSpec spec() {
    return spec;
  }

  public List<Layer> layers() {
    return layers;
  }

  public Layer layer(int index) {
    return layers.get(index);
  }

  public Layer visible() {
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
    return spec.dimensions();
  }

  public boolean isRestricted() {
    return layers.size() == 2;
  }

  /** {@code input := } what layer {@code l} receives from the layers next to it; bias excluded. */
  public void inputInto(int l, List<Matrix> states, float[] parameters, Matrix input) {
    float beta = 0f;
    if (l > 0) {
      Matrix below = layers.get(l - 1).interaction(states.get(l - 1), parameters);
      connections.get(l - 1).up(below, parameters, beta, input);
      beta = 1f;
    }
    if (l + 1 < layers.size()) {
      Matrix above = layers.get(l + 1).interaction(states.get(l + 1), parameters);
      connections.get(l).down(above, parameters, beta, input);
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
      int l = connection.lower();
      Matrix below = layers.get(l).interaction(states.get(l), parameters);
      Matrix above = layers.get(l + 1).interaction(states.get(l + 1), parameters);
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
    connections.get(0).up(visible().interaction(visible, parameters), parameters, 0f, input);
    return IntStream.range(0, visible.rows())
        .mapToDouble(
            r ->
                visible().energy(visible, r, parameters)
                    - restrictedHidden().logPartition(input, r, parameters))
        .toArray();
  }

  private Layer restrictedHidden() {
    if (!isRestricted()) {
      throw new IllegalStateException("no closed free energy with layers " + dimensions());
    }
    return layers.get(1);
  }

  /**
   * {@code tempered := } parameters with which the energy is {@code beta} times what it is with
   * {@code parameters}, up to a constant: the distribution at inverse temperature beta.
   *
   * @param beta positive; units without an energy allow 1 alone
   */
  public void temperInto(float[] parameters, float beta, float[] tempered) {
    System.arraycopy(parameters, 0, tempered, 0, parameters.length);
    if (beta == 1) {
      return;
    }
    for (Connection c : connections) {
      float[] lower = layers.get(c.lower()).interactionFactors(beta);
      float[] upper = layers.get(c.lower() + 1).interactionFactors(beta);
      for (int i = 0; i < c.rows(); i++) {
        temperRow(tempered, c.offset() + i * c.columns(), beta / lower[i], upper);
      }
    }
    layers.forEach(layer -> layer.temperInPlace(tempered, beta));
  }

  /** Divides {@code factor} by what the units above take on themselves, a run of equals at once. */
  private static void temperRow(float[] tempered, int row, float factor, float[] upper) {
    int from = 0;
    while (from < upper.length) {
      int to = from + 1;
      while (to < upper.length && upper[to] == upper[from]) {
        to++;
      }
      RowKernels.scaleInPlace(tempered, factor / upper[from], row + from, row + to);
      from = to;
    }
  }

  private static double dot(Matrix a, Matrix b, int row) {
    double sum = 0;
    for (int i = 0; i < a.columns(); i++) {
      sum += (double) a.get(row, i) * b.get(row, i);
    }
    return sum;
  }
}
