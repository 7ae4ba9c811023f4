package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.Clamp;
import io.boltzspark.sampling.DrivenTemperature;
import io.boltzspark.sampling.GibbsSampler;
import io.boltzspark.sampling.HiddenDraws;
import io.boltzspark.sampling.LayerInputs;
import io.boltzspark.sampling.MeanField;
import io.boltzspark.sampling.ParallelTempering;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One lane's share of a step that follows the gradient of the log-likelihood of visible states.
 *
 * <p>In each layer the states of the lane's rows and of its chains are contiguous, so that, with
 * the chains' signs reversed, one product per connection gives the difference of the two phases.
 * With one hidden layer one product also gives both hidden conditionals: PCD-1, whose chains carry
 * the hidden states and draw the visible ones first, then takes three products. All buffers are
 * allocated once.
 *
 * <p>In the statistics of the chains, the layers that carry them (see {@link UpdateOrder}) are
 * represented by their conditional means given the draws of the others, which have the same
 * expectation as the draws and less noise. This fails for learnt variances: their statistics are
 * squares, and the mean of a square is not the square of the mean. Layers that learn variances are
 * therefore represented by draws in both phases. So are, in the chains, layers with couplings
 * within, since the mean of a product of two of their units is not the product of their means; in
 * the rows hidden ones are given by mean field theory, as in a deep machine, or drawn ({@link
 * HiddenDraws}).
 *
 * <p>Rows may have weights, how many times each counts. The gradient is then that of {@code sum
 * over rows of weight log P(row)}: a chain of CD has the weight of the row at which it starts, and
 * persistent chains share the sum of the weights of the lane's rows.
 *
 * <p>Driven chains ({@link DrivenTemperature}) draw their states at temperatures of their own. What
 * enters the statistics of the layers that carry them is at temperature 1, given the draws of the
 * others.
 */
public final class LikelihoodStep {
  private final BoltzmannMachine machine;
  private final BoltzmannConfig config;
  private final UpdateOrder order;
  private final StatisticsLayout layout;
  private final int lane;
  private final int chains;
  private final List<float[]> stacked = new ArrayList<>(); // layer: rows, then particles
  private final List<Matrix> carried = new ArrayList<>(); // layer: particles, or no rows
  private final boolean[] learnsVariance; // layer
  private final float[] row;
  private final float[] total;
  private final GibbsSampler sampler;
  private final MeanField meanField;
  private final HiddenDraws positiveDraws; // null: mean field
  private final boolean isAlone;
  private final TransposedWeights transposed;
  private final LayerInputs dataInputs;
  private final SparseStatistics sparse;
  private final ParallelTempering tempering; // null with a single temperature
  private final DrivenTemperature driven;
  private final Matrix betas; // chains x 1, or null
  private final RandomStream temperatures = new RandomStream();
  private float[] kept; // statistics of rows that are the same in every step; null: none
  private final RandomStream random = new RandomStream();
  private float[] factors; // of the statistics of rows and of particles; null: no row has a weight

  /** The step of a lane that is alone in its task. */
  public LikelihoodStep(BoltzmannMachine machine, BoltzmannConfig config, Lanes lanes, int lane) {
    this(machine, config, lanes, lane, null);
  }

  /**
   * Buffers for a lane's share of minibatches of at most {@code config.batchSize()} rows.
   *
   * @param transposed of the step's parameters, shared by the lanes of a task; null: the lane makes
   *     its own
   */
  public LikelihoodStep(
      BoltzmannMachine machine,
      BoltzmannConfig config,
      Lanes lanes,
      int lane,
      TransposedWeights transposed) {
    this.machine = machine;
    this.order = machine.updateOrder();
    this.config = config;
    this.layout = StatisticsLayout.of(machine, config.temperatures());
    this.lane = lane;
    this.chains = lanes.size(lane, config.persistentChains());
    int rows = lanes.most(config.batchSize());
    int particles = isPersistent() ? chains : rows;
    this.learnsVariance = new boolean[machine.layers().size()];
    for (int l = 0; l < machine.layers().size(); l++) {
      learnsVariance[l] =
          machine.spec().layers().get(l).stream().anyMatch(UnitSpec::learnsVariance);
      int size = machine.layer(l).size();
      stacked.add(new float[Math.multiplyExact(rows + particles, size)]);
      carried.add(Matrix.zeros(order.isCarried(l) ? particles : 0, size));
    }
    int widest = machine.layers().stream().mapToInt(Layer::size).max().orElseThrow();
    this.row = new float[widest];
    this.total = new float[widest];
    this.sampler = new GibbsSampler(machine, Clamp.none(), config.negative().siteOrder());
    this.driven = config.driven();
    this.betas = driven.moves() ? Matrix.zeros(chains, 1) : null;
    sampler.drive(driven, temperatures);
    this.isAlone = transposed == null;
    this.transposed = isAlone ? new TransposedWeights(machine) : transposed;
    this.dataInputs = new LayerInputs(machine);
    this.sparse = new SparseStatistics(machine, rows + particles);
    this.meanField = new MeanField(machine);
    this.positiveDraws =
        config.deep().positiveSweeps() == 0 || machine.hiddenUnitsAreIndependent()
            ? null
            : new HiddenDraws(
                machine, config.negative().siteOrder(), config.deep().positiveSweeps());
    NegativePhaseConfig negative = config.negative();
    this.tempering =
        config.temperatures() > 1
            ? new ParallelTempering(
                machine, chains, negative.chains().temperatures(), negative.chains().leastBeta())
            : null;
  }

  private boolean isPersistent() {
    return config.negative().algorithm() == Algorithm.PCD;
  }

  /** The buffer for the visible states of a step's {@code count} rows. */
  public Matrix rows(int count) {
    return window(0, 0, count);
  }

  /**
   * Says how many times a row of the next step counts. Once a row has a weight, each row of each
   * step must be given one; without, each counts once.
   */
  public void weigh(int row, float weight) {
    if (factors == null) {
      int rows = stacked.get(0).length / machine.visible().size();
      factors = new float[rows];
    }
    factors[row] = weight;
  }

  /**
   * The persistent chains: the layers that carry them are filled before the first step and moved by
   * every step; the others are meaningless between steps.
   */
  public ChainStates chains() {
    List<Matrix> layers = new ArrayList<>();
    for (int l = 0; l < carried.size(); l++) {
      layers.add(order.isCarried(l) ? carried.get(l).rows(0, chains) : window(l, 0, chains));
    }
    return new ChainStates(layers, betas);
  }

  /** The persistent chains, followed by their replicas at higher temperatures. */
  public List<ChainStates> replicas() {
    List<ChainStates> all = new ArrayList<>();
    all.add(chains());
    if (tempering != null) {
      all.addAll(tempering.hot());
    }
    return all;
  }

  /** Rows {@code from} to {@code to} of a layer's buffer. */
  private Matrix window(int layer, int from, int to) {
    int units = machine.layer(layer).size();
    return new Matrix(stacked.get(layer), from * units, to - from, units);
  }

  private ChainStates windows(int from, int to) {
    List<Matrix> layers = new ArrayList<>();
    for (int l = 0; l < stacked.size(); l++) {
      layers.add(window(l, from, to));
    }
    return new ChainStates(layers);
  }

  /** The states that chains carry, and for the other layers the fantasy part of the buffers. */
  private ChainStates fantasies(int rows, int particles) {
    List<Matrix> layers = new ArrayList<>();
    for (int l = 0; l < stacked.size(); l++) {
      layers.add(
          order.isCarried(l)
              ? carried.get(l).rows(0, particles)
              : window(l, rows, rows + particles));
    }
    return new ChainStates(layers, betas);
  }

  /**
   * Whether the statistics of rows depend on nothing but the rows: there are no hidden units, and
   * none whose statistics depend on their parameters.
   */
  private static boolean dependOnRowsOnly(BoltzmannMachine machine) {
    return machine.layers().size() == 1
        && machine.visible().groups().stream().noneMatch(g -> g.spec().type().hasVariance());
  }

  /** Kept statistics of all lanes together take at most a quarter of a gigabyte. */
  private static final long MOST_KEPT = 1L << 26;

  /**
   * Whether lanes may keep the statistics of rows that are the same in every step, see {@link
   * #keepRows}: they depend on the rows alone, and do not take too much memory.
   */
  public static boolean mayKeepRows(BoltzmannMachine machine, Lanes lanes) {
    return dependOnRowsOnly(machine) && (long) machine.layout().size() * lanes.count() <= MOST_KEPT;
  }

  /** Whether {@link #keepRows} was called. */
  boolean keepsRows() {
    return kept != null;
  }

  /**
   * Computes the statistics of rows once for all steps, which then need no rows.
   *
   * @param rows number of rows put into {@link #rows}
   */
  void keepRows(int rows, float[] parameters) {
    float[] sums = new float[layout.size()];
    differenceInto(sums, windows(0, rows), rows, 0f, parameters);
    kept = sums;
    factors = null;
  }

  /**
   * Sets {@code sums} to the lane's statistics ({@link StatisticsLayout}) and moves its chains.
   *
   * @param parameters the parameters in the machine's layout; only read
   * @param rows number of rows put into {@link #rows}
   * @param batchSize number of rows of the whole minibatch, B, which those of the chains balance
   * @param sweeps Gibbs sweeps, k
   * @param step the step's number; with seed and lane the key of its random numbers
   */
  public void compute(
      float[] parameters, int rows, int batchSize, int sweeps, long step, float[] sums) {
    float ofChain = -(float) batchSize / config.negative().chains().count();
    compute(parameters, rows, ofChain, sweeps, step, sums);
  }

  /**
   * The same for a lane whose rows are the minibatch, which its own chains balance.
   *
   * @param batchSize number of the lane's rows, of which {@code rows} may be left out where their
   *     statistics are {@linkplain #keepRows kept}
   */
  void computeAlone(
      float[] parameters, int rows, int batchSize, int sweeps, long step, float[] sums) {
    compute(parameters, rows, -(float) batchSize / chains, sweeps, step, sums);
  }

  private void compute(
      float[] parameters, int rows, float ofChain, int sweeps, long step, float[] sums) {
    random.key(config.seed(), RandomStream.Purpose.CHAINS, step, lane);
    temperatures.key(config.seed(), RandomStream.Purpose.CHAIN_TEMPERATURES, step, lane);
    int particles = isPersistent() ? chains : rows;
    float weight = isPersistent() ? ofChain : -1f;
    if (isAlone) {
      transposed.begin(parameters);
    }
    sampler.fix(parameters, transposed, sweeps);
    dataInputs.begin(parameters, transposed, 1);
    meanField.fix(parameters, transposed);
    if (positiveDraws != null) {
      positiveDraws.fix(parameters, transposed);
    }
    ChainStates fantasies = fantasies(rows, particles);
    if (!isPersistent()) {
      startAtData(windows(0, rows), fantasies, parameters);
    }
    if (tempering != null) {
      tempering.move(fantasies, sweeps, parameters, step, random);
    }
    sampler.sweep(fantasies, sweeps - 1, parameters, random);
    sampler.sampleFirst(fantasies, parameters, random);
    if (!isPersistent() && !isDrawn(0, config.negative().states().negativeVisible())) {
      sampler.visibleMeans(fantasies, parameters);
    }
    copyCoupled(fantasies, windows(rows, rows + particles));
    if (isPersistent() && machine.hasOneHiddenLayer() && machine.hiddenUnitsAreIndependent()) {
      bothPhases(rows, particles, fantasies, parameters);
    } else {
      if (isPersistent()) {
        positivePhase(windows(0, rows), parameters);
      }
      negativePhase(windows(rows, rows + particles), fantasies, parameters);
    }
    drawHidden(windows(0, rows), parameters);
    weighParticles(rows, particles, weight);
    differenceInto(sums, windows(0, rows + particles), rows, weight, parameters);
    if (kept != null) {
      RowKernels.addInPlace(sums, kept, 0, layout.firstExchange());
    }
    if (tempering != null) {
      tempering.exchangesInto(sums, layout.firstExchange());
    }
  }

  /**
   * The factors of particles where rows have weights: of a chain that starts at a row minus its
   * weight, of persistent chains the usual one changed by as much as the rows' weights sum up to
   * something other than their number.
   */
  private void weighParticles(int rows, int particles, float weight) {
    if (factors == null) {
      return;
    }
    float excess = 0;
    for (int r = 0; r < rows; r++) {
      excess += factors[r] - 1f;
    }
    for (int p = 0; p < particles; p++) {
      factors[rows + p] = isPersistent() ? weight - excess / particles : -factors[p];
    }
  }

  /** Whether a layer's draws enter the statistics, rather than its means. */
  private boolean isDrawn(int layer, Use configured) {
    return configured == Use.SAMPLES
        || learnsVariance[layer]
        || (layer == 0 && machine.couplings(0) != null);
  }

  /** Copies the states of coupled layers, which chains carry, to where the statistics need them. */
  private void copyCoupled(ChainStates from, ChainStates to) {
    Block block = order.drawnFirst();
    for (int i = 0; i < block.size(); i++) {
      int l = block.layer(i);
      if (machine.couplings(l) != null) {
        to.layer(l).setFrom(from.layer(l));
      }
    }
  }

  private void positivePhase(ChainStates data, float[] parameters) {
    if (positiveDraws != null) {
      positiveDraws.draw(data, parameters, random);
      return;
    }
    meanField.updateInPlace(
        data, parameters, config.deep().meanFieldUpdates(), config.deep().meanFieldTolerance());
  }

  /** The positive phase of CD, from whose draws the chains start. */
  private void startAtData(ChainStates data, ChainStates fantasies, float[] parameters) {
    if (machine.hasOneHiddenLayer() && machine.hiddenUnitsAreIndependent()) {
      copyCoupled(data, fantasies);
      dataInputs.inputInto(1, data.layers(), data.layer(1));
      machine.layer(1).meanAndSampleInPlace(data.layer(1), fantasies.layer(1), parameters, random);
      return;
    }
    positivePhase(data, parameters);
    copyCoupled(data, fantasies);
    Block block = order.drawnLast();
    for (int i = 0; i < block.size(); i++) {
      int l = block.layer(i);
      if (positiveDraws != null) {
        fantasies.layer(l).setFrom(data.layer(l));
        continue;
      }
      machine.inputInto(l, data.layers(), parameters, fantasies.layer(l));
      if (machine.couplings(l) != null) {
        Matrix means = machine.layer(l).interaction(data.layer(l), parameters);
        machine.couplings(l).up(means, parameters, 1f, fantasies.layer(l));
      }
      machine.layer(l).sampleInPlace(fantasies.layer(l), parameters, random);
    }
  }

  /**
   * The hidden means of rows and chains at once, where there is one hidden layer, and the chains'
   * next states.
   */
  private void bothPhases(int rows, int particles, ChainStates fantasies, float[] parameters) {
    Matrix all = window(1, 0, rows + particles);
    if (dataInputs.areFromTwoValues(0)) {
      dataInputs.inputInto(1, windows(0, rows).layers(), all.rows(0, rows));
      sampler.inputInto(1, fantasies, parameters, all.rows(rows, rows + particles));
    } else {
      Matrix visible = machine.visible().interaction(window(0, 0, rows + particles), parameters);
      machine.connections().get(0).up(visible, parameters, 0f, all);
    }
    machine.layer(1).meanInPlace(all.rows(0, rows), parameters);
    sampler.moveTemperatures(fantasies);
    drawCarried(1, all.rows(rows, rows + particles), fantasies, parameters);
  }

  private void negativePhase(ChainStates statistics, ChainStates fantasies, float[] parameters) {
    sampler.moveTemperatures(fantasies);
    Block block = order.drawnLast();
    for (int i = 0; i < block.size(); i++) {
      int l = block.layer(i);
      if (machine.couplings(l) == null) {
        sampler.inputInto(l, fantasies, parameters, statistics.layer(l));
        drawCarried(l, statistics.layer(l), fantasies, parameters);
      } else {
        sampler.sampleLayer(l, fantasies, parameters, random);
        statistics.layer(l).setFrom(fantasies.layer(l));
      }
    }
  }

  /** From a layer's input: the states that enter the statistics, and the chains' next states. */
  private void drawCarried(int l, Matrix input, ChainStates fantasies, float[] parameters) {
    boolean samples = isDrawn(l, config.negative().states().negativeHidden());
    if (!isPersistent() && !samples) {
      machine.layer(l).meanInPlace(input, parameters); // the next states are not needed
      return;
    }
    if (fantasies.betas() != null) {
      drawDriven(l, input, samples, fantasies, parameters);
      return;
    }
    machine.layer(l).meanAndSampleInPlace(input, fantasies.layer(l), parameters, random);
    if (samples) {
      input.setFrom(fantasies.layer(l));
    }
  }

  /** The chains' next states at their temperatures; what enters the statistics is at 1. */
  private void drawDriven(
      int l, Matrix input, boolean samples, ChainStates fantasies, float[] parameters) {
    fantasies.layer(l).setFrom(input);
    sampler.draw(l, fantasies.layer(l), fantasies.betas(), parameters, random);
    if (samples) {
      machine.layer(l).sampleInPlace(input, parameters, random);
    } else {
      machine.layer(l).meanInPlace(input, parameters);
    }
  }

  /**
   * Draws in place of the data's hidden means, if configured: from the first layer to the last,
   * each given the draws below it and the means above it.
   */
  private void drawHidden(ChainStates data, float[] parameters) {
    if (positiveDraws != null) {
      return; // draws already
    }
    for (int l = 1; l < stacked.size(); l++) {
      if (isDrawn(l, config.negative().states().positiveHidden())) {
        if (machine.couplings(l) != null) {
          sampler.sampleLayer(l, data, parameters, random);
          continue;
        }
        dataInputs.inputInto(l, data.layers(), data.layer(l));
        machine.layer(l).sampleInPlace(data.layer(l), parameters, random);
      }
    }
  }

  /** {@code sums := statistics(rows) + weight statistics(particles)}; particles follow rows. */
  private void differenceInto(
      float[] sums, ChainStates all, int rows, float weight, float[] parameters) {
    Arrays.fill(sums, machine.layout().firstUnitParameter(), sums.length, 0f);
    for (int l = 0; l < stacked.size(); l++) {
      Matrix states = all.layer(l);
      Matrix data = states.rows(0, rows);
      if (factors == null) {
        machine.layer(l).addStatistics(data, 1f, parameters, sums);
        machine.layer(l).addStatistics(states.rows(rows, states.rows()), weight, parameters, sums);
      } else {
        for (int r = 0; r < states.rows(); ) {
          int end = endOfEqualFactors(r, states.rows());
          machine.layer(l).addStatistics(states.rows(r, end), factors[r], parameters, sums);
          r = end;
        }
      }
      if (config.usesActivities()) {
        addActivities(l, machine.layer(l).interaction(data, parameters), sums);
      }
    }
    for (int l = 0; l < stacked.size(); l++) {
      setCouplings(l, all.layer(l), rows, weight, parameters, sums);
    }
    for (Connection c : machine.connections()) {
      Layer lower = machine.layer(c.from());
      Layer upper = machine.layer(c.to());
      Matrix below = lower.interaction(all.layer(c.from()), parameters);
      Matrix above = upper.interaction(all.layer(c.to()), parameters);
      if (!sparse.set(c, below, above, rows, weight, factors, sums)) {
        weigh(below, rows, weight);
        c.setStatistics(below, above, sums);
      }
      lower.addConnectionStatistics(c, true, parameters, sums);
      upper.addConnectionStatistics(c, false, parameters, sums);
    }
  }

  /** The end of the run of rows with the same factor, as all persistent chains have. */
  private int endOfEqualFactors(int from, int rows) {
    int end = from + 1;
    while (end < rows && factors[end] == factors[from]) {
      end++;
    }
    return end;
  }

  private void setCouplings(
      int l, Matrix states, int rows, float weight, float[] parameters, float[] sums) {
    Connection c = machine.couplings(l);
    if (c == null) {
      return;
    }
    Matrix phi = machine.layer(l).interaction(states, parameters);
    if (!sparse.set(c, phi, phi, rows, weight, factors, sums)) {
      sparse.setDense(c, phi, rows, weight, factors, sums);
    }
    for (int i = 0; i < c.rows(); i++) {
      machine.clearWithinUnit(c, i, sums);
    }
    machine.layer(l).addConnectionStatistics(c, true, parameters, sums);
  }

  private void weigh(Matrix stackedStates, int rows, float weight) {
    if (factors != null) {
      for (int r = 0; r < stackedStates.rows(); r++) {
        int from = stackedStates.offset(r);
        RowKernels.scaleInPlace(
            stackedStates.values(), factors[r], from, from + stackedStates.columns());
      }
      return;
    }
    Matrix fantasy = stackedStates.rows(rows, stackedStates.rows());
    RowKernels.scaleInPlace(
        fantasy.values(), weight, fantasy.offset(), fantasy.offset(fantasy.rows()));
  }

  private void addActivities(int layer, Matrix states, float[] sums) {
    int units = states.columns();
    Arrays.fill(total, 0, units, 0f);
    for (int r = 0; r < states.rows(); r++) {
      System.arraycopy(states.values(), states.offset(r), row, 0, units);
      RowKernels.addScaledInPlace(total, row, factors == null ? 1f : factors[r], units);
    }
    System.arraycopy(total, 0, sums, layout.firstActivity()[layer], units);
  }
}
