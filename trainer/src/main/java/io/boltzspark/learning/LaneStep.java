package io.boltzspark.learning;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.util.Arrays;
import java.util.List;

/**
 * One lane's share of one training step of a restricted machine: a pure function of (parameters,
 * its rows, its chains, seed, step, lane), so it can be computed, and computed again, anywhere.
 *
 * <p>The visible states of the lane's rows and of its chains lie one after the other, so that one
 * product gives both hidden conditionals, and, with the chains' signs turned, one product gives the
 * difference of the two phases. PCD-1, whose chains carry the hidden states and draw the visible
 * ones first, is then three products. All buffers are made once.
 */
public final class LaneStep {
  private final BoltzmannMachine machine;
  private final TrainingConfig config;
  private final int lane;
  private final int chains;
  private final float[] visible;
  private final float[] hidden;
  private final Matrix chainHidden;
  private final GibbsSampler sampler;
  private final RandomStream random = new RandomStream();

  /** Buffers for a lane's share of minibatches of at most {@code config.batchSize()} rows. */
  public LaneStep(BoltzmannMachine machine, TrainingConfig config, Lanes lanes, int lane) {
    if (!machine.isRestricted()) {
      throw new IllegalArgumentException("not a restricted machine: " + machine.dimensions());
    }
    this.machine = machine;
    this.config = config;
    this.lane = lane;
    int rows = lanes.size(lane, config.batchSize());
    boolean persistent = config.algorithm() == TrainingConfig.Algorithm.PCD;
    this.chains = lanes.size(lane, config.persistentChains());
    int stacked = rows + (persistent ? chains : rows);
    this.visible = new float[stacked * machine.visible().size()];
    this.hidden = new float[stacked * machine.layer(1).size()];
    this.chainHidden = Matrix.zeros(persistent ? chains : rows, machine.layer(1).size());
    this.sampler = new GibbsSampler(machine);
  }

  public int lane() {
    return lane;
  }

  /** Where the visible states of the step's {@code count} rows are to be put. */
  public Matrix rows(int count) {
    return new Matrix(visible, 0, count, machine.visible().size());
  }

  /**
   * The persistent chains' hidden states, [chains, hidden units]: filled before the first step,
   * moved by each.
   */
  public Matrix chains() {
    return chainHidden.rows(0, chains);
  }

  /**
   * Sets {@code sums} to the lane's positive-phase minus negative-phase sums and moves its chains.
   *
   * @param parameters in the machine's layout; read only
   * @param rows how many rows were put into {@link #rows}
   * @param batchSize rows of the whole minibatch, B
   * @param step the step's number; with seed and lane the key of its random numbers
   */
  public void compute(float[] parameters, int rows, int batchSize, long step, float[] sums) {
    random.key(config.seed(), RandomStream.Purpose.CHAINS, step, lane);
    boolean persistent = config.algorithm() == TrainingConfig.Algorithm.PCD;
    int particles = persistent ? chains : rows;
    float weight = persistent ? -(float) batchSize / config.chains() : -1f;
    Matrix states = new Matrix(visible, 0, rows + particles, machine.visible().size());
    Matrix means = new Matrix(hidden, 0, rows + particles, machine.layer(1).size());
    Matrix data = states.rows(0, rows);
    Matrix dataMeans = means.rows(0, rows);
    Matrix fantasy = states.rows(rows, rows + particles);
    Matrix fantasyMeans = means.rows(rows, rows + particles);
    Matrix carried = chainHidden.rows(0, particles);
    Connection weights = machine.connections().get(0);

    if (!persistent) {
      weights.up(data, parameters, 0f, dataMeans);
      machine.layer(1).meanAndSampleInPlace(dataMeans, carried, parameters, random);
    }
    ChainStates chainStates = new ChainStates(List.of(fantasy, carried));
    sampler.sweep(chainStates, config.k() - 1, parameters, random);
    sampler.sampleEven(chainStates, parameters, random);
    if (persistent) {
      weights.up(states, parameters, 0f, means);
      machine.layer(1).meanInPlace(dataMeans, parameters);
      machine.layer(1).meanAndSampleInPlace(fantasyMeans, carried, parameters, random);
    } else {
      weights.up(fantasy, parameters, 0f, fantasyMeans);
      machine.layer(1).meanInPlace(fantasyMeans, parameters);
    }
    differenceInto(sums, states, means, rows, weight);
  }

  /** {@code sums := statistics(rows) + weight statistics(particles)}; particles lie below rows. */
  private void differenceInto(float[] sums, Matrix states, Matrix means, int rows, float weight) {
    clearUnitParameters(sums);
    addStatistics(0, states, rows, weight, sums);
    addStatistics(1, means, rows, weight, sums);
    Matrix fantasy = states.rows(rows, states.rows());
    RowKernels.scaleInPlace(
        fantasy.values(), weight, fantasy.offset(), fantasy.offset(fantasy.rows()));
    machine.connections().get(0).setStatistics(states, means, sums);
  }

  // The weights' sums are set by a product; everything behind them is added to.
  private void clearUnitParameters(float[] sums) {
    Connection weights = machine.connections().get(0);
    Arrays.fill(sums, weights.offset() + weights.rows() * weights.columns(), sums.length, 0f);
  }

  private void addStatistics(int layer, Matrix states, int rows, float weight, float[] sums) {
    machine.layer(layer).addStatistics(states.rows(0, rows), 1f, sums);
    machine.layer(layer).addStatistics(states.rows(rows, states.rows()), weight, sums);
  }
}
