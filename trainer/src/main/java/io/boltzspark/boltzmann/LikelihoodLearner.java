package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.MergePlan;
import io.boltzspark.learning.Moments;
import io.boltzspark.learning.Optimizer;
import io.boltzspark.learning.ParameterAverage;
import io.boltzspark.learning.Schedule;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The driver's half of a step along the likelihood: adds the statistics, corrects the gradient and
 * lets the optimiser move the parameters; several threads give the same bytes as one.
 */
public final class LikelihoodLearner implements Learner {

  private final BoltzmannMachine machine;
  private final StatisticsLayout layout;
  private final WeightParts parts;
  private final Moments moments;
  private final Schedule schedule;
  private final ParallelRanges parallel;
  private final ParameterAverage average;
  private final MaxNorm maxNorm;
  private final List<Block> blocks;
  private final WeightStep[] workers;
  private final double[] squares;
  private final int unitParameters;
  private final int[] held;
  private final double temperature;
  private final ExchangeRates exchanges;
  private long step;

  /**
   * A learner before its first step.
   *
   * @param config the settings of the training
   * @param parameters moved in place
   * @param dataMean mean of each visible unit's state over the training rows
   * @param held places of the units' own parameters that no gradient moves
   * @param schedule the factor of the learning rate
   * @param totalSteps number of steps of the whole training
   */
  public LikelihoodLearner(
      BoltzmannMachine machine,
      BoltzmannConfig config,
      float[] parameters,
      float[] dataMean,
      int[] held,
      Schedule schedule,
      long totalSteps,
      ParallelRanges parallel) {
    this.machine = machine;
    this.layout = StatisticsLayout.of(machine, config.temperatures());
    this.exchanges = new ExchangeRates(layout.firstExchange(), layout.size());
    LearningConfig learning = config.learning();
    UnitPenaltyConfig units = config.unitPenalty();
    this.moments = new Moments(machine.layout().size());
    this.unitParameters = machine.layout().firstUnitParameter();
    this.held = held.clone();
    this.parts =
        new WeightParts(
            machine,
            parameters,
            Optimizer.of(learning.optimizer(), moments, unitParameters),
            learning.penalty(),
            config.centring().enabled()
                ? new Centring(machine, config.centring(), parameters, dataMean)
                : null,
            units.sparsityCost() > 0 ? new Sparsity(machine, units) : null,
            units.zeroSum() && learning.penalty().l2() > 0
                ? new ZeroSumPenalty(machine, learning.penalty().l2(), parallel)
                : null);
    this.schedule = schedule;
    this.parallel = parallel;
    this.average =
        learning.averaging() > 0
            ? new ParameterAverage(parameters.length, learning.averaging(), totalSteps)
            : null;
    this.blocks = WeightBlocks.of(machine);
    this.maxNorm =
        units.maxNorm() > 0
            ? new MaxNorm(machine, blocks, units.maxNorm(), parts.centring(), parallel)
            : null;
    this.squares = new double[blocks.size()];
    this.temperature = config.model().temperature();
    int columns =
        machine.connectionsAndCouplings().stream()
            .mapToInt(Connection::columns)
            .max()
            .orElseThrow();
    this.workers = new WeightStep[parallel.ranges()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new WeightStep(parts, columns);
    }
  }

  @Override
  public float[] parameters() {
    return parts.parameters();
  }

  @Override
  public float[] modelParameters() {
    return average != null && average.hasBegun(step) ? average.values() : parts.parameters();
  }

  @Override
  public int statisticsSize() {
    return layout.size();
  }

  /** The {@link ExchangeRates} of the last step; none without tempering. */
  @Override
  public float[] values() {
    return exchanges.values();
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public LearnerState state() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put(LearnerState.PARAMETERS, parts.parameters());
    moments.arrays().forEach((name, v) -> arrays.put("optimizer." + name, v));
    if (parts.centring() != null) {
      arrays.putAll(parts.centring().state());
    }
    if (parts.sparsity() != null) {
      arrays.putAll(parts.sparsity().state());
    }
    if (average != null) {
      arrays.put("average", average.values());
    }
    return new LearnerState(step, arrays);
  }

  @Override
  public void goTo(long steps) {
    step = steps;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Weights are checked as they move. Statistics alone would not show one that is not finite: a
   * sum of rows leaves out the weights of units that are off.
   */
  @Override
  public boolean step(List<StepStatistics> statistics, int batchSize) {
    MergePlan merge = new MergePlan(statistics);
    float[] gradient = merge.total();
    float scale = (float) (1 / (batchSize * temperature));
    parts.optimizer().beginStep(step, schedule.factor(step) / temperature);
    if (average != null) {
      average.begin(step);
    }
    merge.merge(scale, unitParameters, layout.parameters());
    merge.merge(1f / batchSize, layout.parameters(), layout.firstExchange());
    merge.merge(1f, layout.firstExchange(), layout.size());
    exchanges.measure(gradient);
    if (parts.centring() != null) {
      parts.centring().begin(gradient, parts.parameters());
    }
    if (parts.sparsity() != null) {
      parts.sparsity().begin(gradient);
    }
    if (parts.zeroSum() != null) {
      parts.zeroSum().begin(parts.parameters());
    }
    for (int parameter : held) {
      gradient[parameter] = 0f;
    }
    if (parts.penalty().clip() > 0) {
      overBlocks((worker, block) -> worker.form(block, merge, scale));
      float clip = clip(gradient);
      overBlocks((worker, block) -> worker.move(block, gradient, clip));
      RowKernels.scaleInPlace(gradient, clip, unitParameters, layout.parameters());
    } else {
      overBlocks(
          (worker, block) -> {
            worker.form(block, merge, scale);
            worker.move(block, gradient, 1f);
          });
    }
    if (machine.hasCouplings()) {
      overBlocks(WeightStep::mirror);
    }
    moveUnits(gradient);
    step++;
    return Learner.isFinite(gradient, unitParameters)
        && Learner.isFinite(parts.parameters(), unitParameters)
        && weightsAreFinite();
  }

  private boolean weightsAreFinite() {
    for (WeightStep worker : workers) {
      if (!worker.isFinite()) {
        return false;
      }
    }
    return true;
  }

  private interface BlockWork {
    void run(WeightStep worker, Block block);
  }

  private void overBlocks(BlockWork work) {
    parallel.run(
        blocks.size(),
        1,
        (range, from, to) -> {
          for (int b = from; b < to; b++) {
            work.run(workers[range], blocks.get(b));
          }
        });
  }

  /** The factor that limits the whole gradient to the allowed length. */
  private float clip(float[] gradient) {
    parallel.run(
        blocks.size(),
        1,
        (range, from, to) -> {
          for (int b = from; b < to; b++) {
            squares[b] = workers[range].squares(blocks.get(b), gradient);
          }
        });
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    for (int i = unitParameters; i < layout.parameters(); i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return parts.penalty().clipFactor(sum);
  }

  private void moveUnits(float[] gradient) {
    float[] parameters = parts.parameters();
    parts.optimizer().update(parameters, gradient, unitParameters, layout.parameters());
    if (parts.centring() != null) {
      parts.centring().correctBiases(parameters);
    }
    if (maxNorm != null) {
      maxNorm.applyInPlace(parameters);
    }
    machine.constrainInPlace(parameters);
    if (average != null) {
      parallel.run(parameters.length, 1024, (range, from, to) -> average.add(parameters, from, to));
    }
  }
}
