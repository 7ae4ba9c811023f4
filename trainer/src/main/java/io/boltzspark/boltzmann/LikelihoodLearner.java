package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.WeightBlocks.Block;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.learning.MergePlan;
import io.boltzspark.learning.Optimizer;
import io.boltzspark.learning.Schedule;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.WeightAverage;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The driver's half of a step: merges the statistics that arrived, forms the gradient and lets the
 * optimiser move the parameters, on several threads with the same bytes as on one.
 */
public final class LikelihoodLearner {

  /** What a step of the weights is made of; the optional parts are null where they are off. */
  record Parts(
      float[] parameters,
      Optimizer optimizer,
      PenaltyConfig penalty,
      Centring centring,
      Sparsity sparsity) {}

  private final BoltzmannMachine machine;
  private final StatisticsLayout layout;
  private final Parts parts;
  private final Schedule schedule;
  private final ParallelRanges parallel;
  private final WeightAverage average;
  private final MaxNorm maxNorm;
  private final List<Block> blocks;
  private final WeightStep[] workers;
  private final double[] squares;
  private final int unitParameters;
  private final double temperature;
  private long step;

  /**
   * A learner before its first step.
   *
   * @param config what decides the steps
   * @param parameters moved in place
   * @param dataMean mean of each visible unit's state over the training rows
   * @param schedule what the rate is multiplied by
   * @param totalSteps steps of the whole training
   */
  public LikelihoodLearner(
      BoltzmannMachine machine,
      TrainingConfig config,
      float[] parameters,
      float[] dataMean,
      Schedule schedule,
      long totalSteps,
      ParallelRanges parallel) {
    this.machine = machine;
    this.layout = StatisticsLayout.of(machine);
    PenaltyConfig penalty = config.penalty();
    this.parts =
        new Parts(
            parameters,
            Optimizer.of(config.optimizer(), machine.layout()),
            penalty,
            config.centring().enabled()
                ? new Centring(machine, config.centring(), parameters, dataMean)
                : null,
            penalty.sparsityCost() > 0 ? new Sparsity(machine, penalty) : null);
    this.schedule = schedule;
    this.parallel = parallel;
    this.average =
        config.averaging() > 0
            ? new WeightAverage(parameters.length, config.averaging(), totalSteps)
            : null;
    this.blocks = WeightBlocks.of(machine);
    this.maxNorm =
        penalty.maxNorm() > 0
            ? new MaxNorm(machine, blocks, penalty.maxNorm(), parts.centring(), parallel)
            : null;
    this.squares = new double[blocks.size()];
    this.unitParameters = machine.layout().firstUnitParameter();
    this.temperature = config.model().temperature();
    int columns = machine.connections().stream().mapToInt(Connection::columns).max().orElseThrow();
    this.workers = new WeightStep[parallel.ranges()];
    for (int i = 0; i < workers.length; i++) {
      workers[i] = new WeightStep(parts, columns);
    }
  }

  /** The parameters themselves: they change with the next step. */
  public float[] parameters() {
    return parts.parameters();
  }

  /** The parameters that a model is to have: averaged ones where averaging has begun. */
  public float[] modelParameters() {
    return average != null && average.hasBegun(step) ? average.values() : parts.parameters();
  }

  /** Numbers in the statistics of a step. */
  public int statisticsSize() {
    return layout.size();
  }

  /** Steps made so far. */
  public long step() {
    return step;
  }

  /** What the next steps depend on; the arrays themselves. */
  public LearnerState state() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put("parameters", parts.parameters());
    parts.optimizer().moments().forEach((name, v) -> arrays.put("optimizer." + name, v));
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

  /** Goes to a state that a learner of the same machine and configuration had. */
  public void restore(LearnerState other) {
    state()
        .arrays()
        .forEach(
            (name, mine) -> System.arraycopy(other.arrays().get(name), 0, mine, 0, mine.length));
    step = other.step();
  }

  /**
   * Makes one step from the statistics of all lanes.
   *
   * @param statistics complete subtrees that cover all lanes, from left to right; their arrays are
   *     used as scratch space
   * @param batchSize rows of the minibatch, B
   * @return false when a parameter is known to be no longer finite; see {@link #isFinite()}
   */
  public boolean step(List<StepStatistics> statistics, int batchSize) {
    MergePlan merge = new MergePlan(statistics);
    float[] gradient = merge.total();
    float scale = (float) (1 / (batchSize * temperature));
    parts.optimizer().beginStep(step, schedule.factor(step) / temperature);
    if (average != null) {
      average.begin(step);
    }
    merge.merge(scale, unitParameters, layout.parameters());
    merge.merge(1f / batchSize, layout.parameters(), layout.size());
    if (parts.centring() != null) {
      parts.centring().begin(gradient, parts.parameters());
    }
    if (parts.sparsity() != null) {
      parts.sparsity().begin(gradient);
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
    moveUnits(gradient);
    step++;
    return isFinite(gradient, unitParameters) && isFinite(parts.parameters(), unitParameters);
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

  /** What the whole gradient is multiplied by, so that it is not longer than allowed. */
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
    double norm = Math.sqrt(sum);
    return norm > parts.penalty().clip() ? (float) (parts.penalty().clip() / norm) : 1f;
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
    machine.layers().forEach(layer -> layer.constrainInPlace(parameters));
    if (average != null) {
      parallel.run(parameters.length, 1024, (range, from, to) -> average.add(parameters, from, to));
    }
  }

  /**
   * Whether all parameters and moments are finite. {@link #step} looks at the units' own ones only:
   * a weight that is NaN spoils the units' statistics in the next step, an infinite one as soon as
   * a unit that it connects is 0. So this is for the moment before parameters are kept.
   */
  public boolean isFinite() {
    return state().arrays().values().stream().allMatch(values -> isFinite(values, 0));
  }

  private static boolean isFinite(float[] values, int from) {
    for (int i = from; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        return false;
      }
    }
    return true;
  }
}
