package io.boltzspark.learning;

import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.RowKernels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gradient ascent: the statistics hold, for each parameter, the sum over the minibatch's rows of
 * the gradient of the objective. Each range of parameters has its own optimiser and schedule, and
 * may be skipped in some steps.
 *
 * <p>Works through the parameters in blocks of a fixed size, so that sums have the same roundings
 * on any number of threads and each block is merged, penalised and moved while it is in the cache.
 * With clipping, the gradient's length must be known before anything moves, which takes two passes.
 */
public final class GradientLearner implements Learner {
  private static final int BLOCK = 8192;

  private record Block(int range, int from, int to) {}

  private final float[] parameters;
  private final List<ParameterRange> ranges;
  private final List<Optimizer> optimizers = new ArrayList<>();
  private final Moments moments;
  private final PenaltyConfig penalty;
  private final ParameterAverage average; // null if it is off
  private final ParallelRanges threads;
  private final List<Block> blocks = new ArrayList<>();
  private final double[] squares;
  private final float[] values;
  private long step;

  /**
   * A learner before its first step.
   *
   * @param parameters the parameters, moved in place
   * @param ranges disjoint ranges; parameters outside them stay unchanged
   * @param penalty penalty on the whole gradient, over all ranges that a step moves; the length of
   *     those that are {@linkplain ParameterRange#clipped clipped} is limited as one
   * @param averaging share of {@code totalSteps}, at the end, to average over; 0: none
   * @param values number of {@link #values}, whose sums follow those of the parameters
   */
  public GradientLearner(
      float[] parameters,
      List<ParameterRange> ranges,
      PenaltyConfig penalty,
      double averaging,
      long totalSteps,
      ParallelRanges threads,
      int values) {
    this.parameters = parameters;
    this.values = new float[values];
    this.ranges = List.copyOf(ranges);
    this.penalty = penalty;
    this.threads = threads;
    this.moments = new Moments(parameters.length);
    this.average =
        averaging > 0 ? new ParameterAverage(parameters.length, averaging, totalSteps) : null;
    for (int r = 0; r < ranges.size(); r++) {
      ParameterRange range = ranges.get(r);
      optimizers.add(Optimizer.of(range.optimizer(), moments, range.weights()));
      for (int from = range.from(); from < range.to(); from += BLOCK) {
        blocks.add(new Block(r, from, Math.min(from + BLOCK, range.to())));
      }
    }
    this.squares = new double[blocks.size()];
  }

  @Override
  public long step() {
    return step;
  }

  @Override
  public float[] parameters() {
    return parameters;
  }

  @Override
  public float[] modelParameters() {
    return average != null && average.hasBegun(step) ? average.values() : parameters;
  }

  @Override
  public int statisticsSize() {
    return parameters.length + values.length;
  }

  /** The means over the last minibatch's rows. */
  @Override
  public float[] values() {
    return values;
  }

  @Override
  public LearnerState state() {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    arrays.put(LearnerState.PARAMETERS, parameters);
    moments.arrays().forEach((name, values) -> arrays.put("optimizer." + name, values));
    if (average != null) {
      arrays.put("average", average.values());
    }
    return new LearnerState(step, arrays);
  }

  @Override
  public void goTo(long steps) {
    step = steps;
  }

  @Override
  public boolean step(List<StepStatistics> statistics, int batchSize) {
    MergePlan merge = new MergePlan(statistics);
    float[] gradient = merge.total();
    float scale = 1f / batchSize;
    for (int r = 0; r < ranges.size(); r++) {
      ParameterRange range = ranges.get(r);
      if (range.turn().includes(step)) {
        long own = range.turn().count(step);
        optimizers.get(r).beginStep(own, range.schedule().factor(own));
      }
    }
    if (penalty.clip() > 0) {
      overBlocks(b -> squares[b] = form(blocks.get(b), merge, scale, true));
      double sum = 0;
      for (double square : squares) {
        sum += square;
      }
      float clip = penalty.clipFactor(sum);
      overBlocks(b -> move(blocks.get(b), gradient, clip));
    } else {
      overBlocks(
          b -> {
            form(blocks.get(b), merge, scale, false);
            move(blocks.get(b), gradient, 1f);
          });
    }
    if (values.length > 0) {
      merge.merge(scale, parameters.length, statisticsSize());
      System.arraycopy(gradient, parameters.length, values, 0, values.length);
    }
    if (average != null) {
      average.begin(step);
      threads.run(parameters.length, BLOCK, (range, from, to) -> average.add(parameters, from, to));
    }
    step++;
    return Learner.isFinite(parameters);
  }

  private interface BlockWork {
    void run(int block);
  }

  private void overBlocks(BlockWork work) {
    threads.run(
        blocks.size(),
        1,
        (range, from, to) -> {
          for (int b = from; b < to; b++) {
            work.run(b);
          }
        });
  }

  private boolean rests(Block block) {
    return !ranges.get(block.range()).turn().includes(step);
  }

  /** Leaves the block's gradient in the total; returns the sum of its squares if requested. */
  private double form(Block block, MergePlan merge, float scale, boolean measure) {
    if (rests(block)) {
      return 0;
    }
    merge.merge(scale, block.from(), block.to());
    float[] gradient = merge.total();
    int weights = Math.min(block.to(), ranges.get(block.range()).weights());
    penalty.addTo(gradient, parameters, block.from(), weights);
    double sum = 0;
    boolean counts = measure && ranges.get(block.range()).clipped();
    for (int i = block.from(); counts && i < block.to(); i++) {
      sum += (double) gradient[i] * gradient[i];
    }
    return sum;
  }

  private void move(Block block, float[] gradient, float clip) {
    if (rests(block)) {
      return;
    }
    if (clip != 1f && ranges.get(block.range()).clipped()) {
      RowKernels.scaleInPlace(gradient, clip, block.from(), block.to());
    }
    optimizers.get(block.range()).update(parameters, gradient, block.from(), block.to());
  }
}
