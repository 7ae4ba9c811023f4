package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.ParameterLayout.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The structure of a Boltzmann machine with connections between neighbouring layers and, where
 * asked for, couplings within layers:
 *
 * <pre>E(s_0, ..., s_L) = sum over l of E_l(s_l) - sum over l of phi_l(s_l)ᵀ W_l phi_(l+1)(s_(l+1))
 *                    - sum over coupled l of 1/2 phi_l(s_l)ᵀ J_l phi_l(s_l)
 * </pre>
 *
 * <p>Layer 0 is visible. Two layers make a restricted Boltzmann machine (Smolensky 1986), more a
 * deep one (Salakhutdinov and Hinton 2009). {@code J_l} is symmetric, and zero on the diagonal (for
 * Potts units, in the block of each unit): with visible couplings a machine is semi-restricted
 * (Osindero and Hinton 2008), with all of them general (Ackley, Hinton and Sejnowski 1985); a
 * single coupled layer is fully visible, the model of inverse Ising problems and of direct coupling
 * analysis (Figliuzzi, Barrat-Charrier and Weigt 2018). {@code E_l} and {@code phi_l} are those of
 * the layer's {@link Units}; phi is the identity for nearly all. Immutable and without numbers:
 * every method takes the parameters as a flat array with {@link #layout()}.
 */
public final class BoltzmannMachine {
  private final MachineSpec spec;
  private final List<Layer> layers;
  private final List<Connection> connections;
  private final Connection[] couplings; // layer; null without
  private final List<Connection> connectionsAndCouplings;
  private final Connection[][] below; // by layer: the connections whose upper end it is
  private final Connection[][] above; // by layer: the connections whose lower end it is
  private final UpdateOrder updateOrder;
  private final boolean hiddenUnitsAreIndependent;
  private final ParameterLayout layout;

  private BoltzmannMachine(
      MachineSpec spec,
      List<Layer> layers,
      List<Connection> connections,
      Connection[] couplings,
      ParameterLayout layout) {
    this.spec = spec;
    this.layers = List.copyOf(layers);
    this.connections = List.copyOf(connections);
    this.below = byLayer(Connection::to);
    this.above = byLayer(Connection::from);
    this.couplings = couplings;
    this.connectionsAndCouplings =
        Stream.concat(connections.stream(), Arrays.stream(couplings).filter(Objects::nonNull))
            .toList();
    this.updateOrder = UpdateOrder.of(layers.size(), connections, spec::isCoupled);
    this.hiddenUnitsAreIndependent =
        connections.stream().allMatch(c -> c.from() == 0)
            && spec.coupled().stream().allMatch(l -> l == 0);
    this.layout = layout;
  }

  private Connection[][] byLayer(ToIntFunction<Connection> end) {
    return IntStream.range(0, layers.size())
        .mapToObj(
            l ->
                connections.stream().filter(c -> end.applyAsInt(c) == l).toArray(Connection[]::new))
        .toArray(Connection[][]::new);
  }

  /** The machine of a structure. */
  public static BoltzmannMachine of(MachineSpec spec) {
    ParameterLayout.Builder layout = new ParameterLayout.Builder();
    List<Integer> sizes = spec.dimensions();
    List<Connection> connections = new ArrayList<>();
    for (MachineSpec.Link link : spec.links()) {
      int rows = sizes.get(link.from());
      int columns = sizes.get(link.to());
      int offset = layout.add(Kind.WEIGHTS, link.from(), rows, columns);
      connections.add(
          new Connection(connections.size(), link.from(), link.to(), offset, rows, columns));
    }
    Connection[] couplings = new Connection[sizes.size()];
    for (int l : spec.coupled()) {
      int units = sizes.get(l);
      int offset = layout.add(Kind.COUPLINGS, l, units, units);
      int index = connections.size() + spec.coupled().indexOf(l);
      couplings[l] = new Connection(index, l, l, offset, units, units);
    }
    List<Layer> layers = new ArrayList<>();
    for (int l = 0; l < sizes.size(); l++) {
      layers.add(layer(spec.layers().get(l), l, sizes.get(l), layout));
    }
    return new BoltzmannMachine(spec, layers, connections, couplings, layout.build());
  }

  private static Layer layer(
      List<UnitSpec> groups, int index, int size, ParameterLayout.Builder layout) {
    int bias = layout.add(Kind.BIAS, index, size);
    int withVariance =
        groups.stream().filter(g -> g.type().hasVariance()).mapToInt(UnitSpec::size).sum();
    int sigma = withVariance > 0 ? layout.add(Kind.LOG_SIGMA, index, withVariance) : -1;
    List<Units> units = new ArrayList<>();
    int first = 0;
    for (UnitSpec group : groups) {
      units.add(units(group, first, bias + first, sigma));
      first += group.size();
      sigma += group.type().hasVariance() ? group.size() : 0;
    }
    return new Layer(units, bias, bias + size + withVariance);
  }

  /**
   * @param first the group's first column in its layer
   * @param sigma index of the group's first log sigma, for types with a variance
   */
  private static Units units(UnitSpec spec, int first, int bias, int sigma) {
    return switch (spec.type()) {
      case BERNOULLI -> new BernoulliUnits(spec, bias);
      case SPIN -> new SpinUnits(spec, bias);
      case GAUSSIAN -> new GaussianUnits(spec, first, bias, sigma);
      case POTTS -> new PottsUnits(spec, bias);
      case MULTINOMIAL -> new MultinomialUnits(spec, bias);
      case BINOMIAL -> new BinomialUnits(spec, bias);
      case RECTIFIED -> new RectifiedUnits(spec, first, bias, sigma);
      case NOISY_RECTIFIED -> new NoisyRectifiedUnits(spec, bias);
    };
  }

  /**
   * A machine of Bernoulli units; {@code sizes} are the numbers of units per layer, visible first.
   */
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

  /** All connections between layers, each at its {@link Connection#index}. */
  public List<Connection> connections() {
    return connections;
  }

  /**
   * The couplings within a layer, symmetric and zero within each unit; null if it has none. Their
   * {@link Connection#index} follows those of the connections between layers.
   */
  public Connection couplings(int l) {
    return couplings[l];
  }

  /** The connections between layers, then the couplings within layers. */
  public List<Connection> connectionsAndCouplings() {
    return connectionsAndCouplings;
  }

  /** Whether some layer has couplings within. */
  public boolean hasCouplings() {
    return !spec.coupled().isEmpty();
  }

  /** The connections through which a layer receives input from lower layers. */
  public List<Connection> connectionsBelow(int l) {
    return List.of(below[l]);
  }

  /** The connections through which a layer receives input from higher layers. */
  public List<Connection> connectionsAbove(int l) {
    return List.of(above[l]);
  }

  /** The order in which layers are drawn, and which of them carry a chain. */
  public UpdateOrder updateOrder() {
    return updateOrder;
  }

  public ParameterLayout layout() {
    return layout;
  }

  /** Numbers of units per layer, visible first. */
  public List<Integer> dimensions() {
    return spec.dimensions();
  }

  /**
   * Whether there is only one hidden layer: the hidden units' input is then a single product, for
   * any number of rows at once.
   */
  public boolean hasOneHiddenLayer() {
    return layers.size() == 2;
  }

  /**
   * Whether the hidden units are independent given the visible ones, because no connection joins
   * two hidden layers and no hidden layer has couplings within; also if there are none. Their
   * conditional means are then exact in one pass, and they can be summed out in closed form.
   */
  public boolean hiddenUnitsAreIndependent() {
    return hiddenUnitsAreIndependent;
  }

  /** Whether every unit has an energy, which likelihoods and temperatures require. */
  public boolean hasEnergy() {
    return layers.stream().allMatch(Layer::hasEnergy);
  }

  /** Whether {@link #freeEnergy} has values. */
  public boolean hasClosedFreeEnergy() {
    return hiddenUnitsAreIndependent && hasEnergy();
  }

  /**
   * {@code input := } the input of layer {@code l} from all connected layers, without bias and
   * without that from couplings within the layer. Unchanged if no layer is connected with it.
   */
  public void inputInto(int l, List<Matrix> states, float[] parameters, Matrix input) {
    boolean isFirst = below[l].length == 0;
    addFromBelow(l, states, parameters, 0f, input);
    addFromAbove(l, states, parameters, isFirst ? 0f : 1f, input);
  }

  /** {@code input := } the part of {@link #inputInto} that comes from lower layers. */
  public void inputFromBelowInto(int l, List<Matrix> states, float[] parameters, Matrix input) {
    addFromBelow(l, states, parameters, 0f, input);
  }

  /** {@code input := } the part of {@link #inputInto} that comes from higher layers. */
  public void inputFromAboveInto(int l, List<Matrix> states, float[] parameters, Matrix input) {
    addFromAbove(l, states, parameters, 0f, input);
  }

  /** {@code input := input +} the result of {@link #inputFromAboveInto}. */
  public void addInputFromAbove(int l, List<Matrix> states, float[] parameters, Matrix input) {
    addFromAbove(l, states, parameters, 1f, input);
  }

  /** {@code input := beta input +} the input from below, if there is any. */
  private void addFromBelow(
      int l, List<Matrix> states, float[] parameters, float beta, Matrix input) {
    float kept = beta;
    for (Connection c : below[l]) {
      c.up(interaction(c.from(), states, parameters), parameters, kept, input);
      kept = 1f;
    }
  }

  /** {@code input := beta input +} the input from above, if there is any. */
  private void addFromAbove(
      int l, List<Matrix> states, float[] parameters, float beta, Matrix input) {
    float kept = beta;
    for (Connection c : above[l]) {
      c.down(interaction(c.to(), states, parameters), parameters, kept, input);
      kept = 1f;
    }
  }

  /** A layer's states as its neighbours see them, {@code phi_l(s_l)}. */
  private Matrix interaction(int l, List<Matrix> states, float[] parameters) {
    return layers.get(l).interaction(states.get(l), parameters);
  }

  /**
   * The joint energy of each row of states.
   *
   * @param states one matrix per layer, all with the same number of rows
   */
  public double[] energy(List<Matrix> states, float[] parameters) {
    int rows = states.get(0).rows();
    double[] energy = new double[rows];
    for (int l = 0; l < layers.size(); l++) {
      for (int r = 0; r < rows; r++) {
        energy[r] += layers.get(l).energy(states.get(l), r, parameters);
      }
    }
    for (Connection connection : connectionsAndCouplings()) {
      addProducts(connection, states, parameters, -1, energy);
    }
    return energy;
  }

  /**
   * Adds {@code factor phi(s)ᵀ W phi(t)} to the sum of each row of states s and t of the layers
   * that a connection joins; for couplings within a layer {@code factor / 2 phi(s)ᵀ J phi(s)}. With
   * a factor of -1 this is the connection's part of the energy.
   *
   * @param states one matrix per layer, of which those of the connection's ends are read
   */
  public void addProducts(
      Connection connection,
      List<Matrix> states,
      float[] parameters,
      double factor,
      double[] sums) {
    Matrix lower = interaction(connection.from(), states, parameters);
    Matrix upper = interaction(connection.to(), states, parameters);
    Matrix input = Matrix.zeros(lower.rows(), connection.columns());
    connection.up(lower, parameters, 0f, input);
    double each = connection.isWithinLayer() ? factor / 2 : factor;
    for (int r = 0; r < lower.rows(); r++) {
      sums[r] += each * dot(input, upper, r);
    }
  }

  /**
   * The free energy {@code -log sum over h of exp(-E(v, h))} of each row of visible states.
   *
   * @throws IllegalStateException unless {@link #hasClosedFreeEnergy}
   */
  public double[] freeEnergy(Matrix visible, float[] parameters) {
    if (!hiddenUnitsAreIndependent) {
      throw new IllegalStateException(
          "no closed free energy with layers "
              + dimensions()
              + " and couplings within layers "
              + spec.coupled());
    }
    double[] free = new double[visible.rows()];
    for (int r = 0; r < free.length; r++) {
      free[r] = visible().energy(visible, r, parameters);
    }
    if (couplings[0] != null) {
      addProducts(couplings[0], List.of(visible), parameters, -1, free);
    }
    for (Connection c : connections) {
      Layer hidden = layers.get(c.to());
      Matrix input = Matrix.zeros(visible.rows(), hidden.size());
      c.up(visible().interaction(visible, parameters), parameters, 0f, input);
      for (int r = 0; r < free.length; r++) {
        free[r] -= hidden.logPartition(input, r, parameters);
      }
    }
    return free;
  }

  /**
   * {@code tempered := } parameters with which the energy is {@code beta} times what it is with
   * {@code parameters}, up to a constant: the distribution at inverse temperature beta.
   *
   * @param beta positive; units without an energy allow only 1
   */
  public void temperInto(float[] parameters, float beta, float[] tempered) {
    System.arraycopy(parameters, 0, tempered, 0, parameters.length);
    if (beta == 1) {
      return;
    }
    for (Connection c : connectionsAndCouplings()) {
      float[] lower = layers.get(c.from()).interactionFactors(beta);
      float[] upper = layers.get(c.to()).interactionFactors(beta);
      for (int i = 0; i < c.rows(); i++) {
        temperRow(tempered, c.offset() + i * c.columns(), beta / lower[i], upper);
      }
    }
    layers.forEach(layer -> layer.temperInPlace(tempered, beta));
  }

  /**
   * Divides {@code factor} by the factors of the units above, one run of equal factors at a time.
   */
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

  /**
   * {@code values := 0} for the couplings of a unit with itself, in the row of one of its columns.
   */
  public void clearWithinUnit(Connection couplings, int column, float[] values) {
    Layer layer = layers.get(couplings.from());
    int site = layer.siteOfColumn(column);
    int row = couplings.offset() + column * couplings.columns();
    Arrays.fill(values, row + layer.siteColumn(site), row + layer.siteColumn(site + 1), 0f);
  }

  /** Sets the couplings of a column with those before it to theirs with it. */
  public static void mirror(Connection couplings, int column, float[] parameters) {
    int units = couplings.columns();
    int row = couplings.offset() + column * units;
    for (int j = 0; j < column; j++) {
      parameters[row + j] = parameters[couplings.offset() + j * units + column];
    }
  }

  /**
   * Keeps parameters within their limits after a step: those of units, and couplings of Gaussian
   * units, whose precision must be positive definite.
   */
  public void constrainInPlace(float[] parameters) {
    layers.forEach(layer -> layer.constrainInPlace(parameters));
    for (int l : spec.coupled()) {
      GaussianCouplings.shrinkInPlace(layers.get(l), couplings[l], parameters);
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
