package io.boltzspark.engine;

import io.boltzspark.boltzmann.TrainingConfig;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.sampling.Ascent;
import io.boltzspark.sampling.ChainCodec;

/**
 * A lane at work on an executor: fetches the rows that a step asks for and computes their share of
 * it. Both engines use it; neither adds anything that could change a bit of the result.
 */
final class LaneWorker {
  private final TrainingJob job;
  private final TrainingConfig config;
  private final EpochPlan plan;
  private final ChainCodec codec;
  private final LaneRows source;
  private final LaneStep step;
  private final VisibleRows.Reader reader;
  private final Ascent.Climber climber;
  private final Matrix data;
  private final int[] order;
  private final byte[] row;
  private final RandomStream random = new RandomStream();
  private long orderedEpoch = -1;

  LaneWorker(TrainingJob job, LaneRows source, int lane) {
    this.job = job;
    this.config = job.config();
    this.plan = job.plan();
    this.codec = new ChainCodec(job.machine());
    this.source = source;
    this.step = job.share(lane);
    this.reader = job.rows().reader();
    this.climber = job.ascent().climber();
    boolean straight = job.ascent().pairs().isEmpty();
    int rows = straight ? 0 : plan.lanes().most(config.batchSize());
    this.data = Matrix.zeros(rows, climber.unitsBelow(job.rows().units()));
    this.order = new int[plan.laneRows(lane)];
    this.row = new byte[job.rows().rowBytes()];
    if (source.rows(lane) != order.length) {
      throw new IllegalStateException(
          "lane " + lane + " has " + source.rows(lane) + " rows, not " + order.length);
    }
  }

  int lane() {
    return step.lane();
  }

  /** Takes the lane's persistent chains out of those of all lanes. */
  void setChains(byte[] allChains) {
    int first = plan.lanes().start(step.lane(), config.persistentChains());
    codec.decodeReplicas(allChains, first, step.replicas());
  }

  /** The lane's persistent chains as they are now. */
  byte[] encodedChains() {
    return codec.encodeReplicas(step.replicas());
  }

  /** Sets {@code sums} to the lane's statistics of a step. */
  void compute(float[] parameters, long number, float[] sums) {
    int batchSize = plan.batchSize(number);
    int count = plan.lanes().size(step.lane(), batchSize);
    Matrix visible = step.rows(count);
    Matrix below = job.ascent().pairs().isEmpty() ? visible : data.rows(0, count);
    fill(below, number);
    random.key(config.seed(), Purpose.ASCENT, number, step.lane());
    climber.climb(below, visible, random);
    step.compute(parameters, count, batchSize, job.sweeps(number), number, sums);
  }

  private void fill(Matrix rows, long number) {
    long epoch = number / plan.steps();
    if (epoch != orderedEpoch) {
      plan.orderInto(order, config.seed(), epoch, step.lane());
      orderedEpoch = epoch;
    }
    random.key(config.seed(), Purpose.RESAMPLING, number, step.lane());
    int first = plan.firstPlace(step.lane(), number);
    for (int r = 0; r < rows.rows(); r++) {
      source.get(step.lane(), order[first + r], row);
      reader.decode(row, rows, r, random);
    }
  }
}
