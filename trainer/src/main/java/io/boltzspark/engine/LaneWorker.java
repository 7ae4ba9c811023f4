package io.boltzspark.engine;

import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.TrainingConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import java.util.List;

/**
 * A lane at work on an executor: fetches the rows that a step asks for and computes their share of
 * it. Both engines use it; neither adds anything that could change a bit of the result.
 */
final class LaneWorker {
  private final BoltzmannMachine machine;
  private final TrainingConfig config;
  private final EpochPlan plan;
  private final RowFormat format;
  private final LaneRows source;
  private final LaneStep step;
  private final int[] order;
  private final byte[] row;
  private final Resampling resampling;
  private final RandomStream random = new RandomStream();
  private long orderedEpoch = -1;

  LaneWorker(TrainingJob job, LaneRows source, int lane) {
    this.machine = job.machine();
    this.config = job.config();
    this.plan = job.plan();
    this.format = job.format();
    this.source = source;
    this.step = new LaneStep(machine, config, plan.lanes(), lane);
    this.order = new int[plan.laneRows(lane)];
    this.row = new byte[machine.visible().size() * format.bytesPerUnit()];
    this.resampling = new Resampling(machine.visible().size());
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
    new ChainCodec(machine).decode(allChains, first, chains());
  }

  /** The lane's persistent chains as they are now. */
  byte[] encodedChains() {
    return new ChainCodec(machine).encode(chains());
  }

  private ChainStates chains() {
    Matrix hidden = step.chains();
    Matrix unused = Matrix.zeros(hidden.rows(), machine.visible().size());
    return new ChainStates(List.of(unused, hidden));
  }

  /** Sets {@code sums} to the lane's statistics of a step. */
  void compute(float[] parameters, long number, float[] sums) {
    int batchSize = plan.batchSize(number);
    int rows = plan.lanes().size(step.lane(), batchSize);
    fill(step.rows(rows), number);
    step.compute(parameters, rows, batchSize, number, sums);
  }

  private void fill(Matrix rows, long number) {
    long epoch = number / plan.steps();
    if (epoch != orderedEpoch) {
      plan.orderInto(order, config.seed(), epoch, step.lane());
      orderedEpoch = epoch;
    }
    int first = plan.firstPlace(step.lane(), number);
    for (int r = 0; r < rows.rows(); r++) {
      source.get(step.lane(), order[first + r], row);
      format.decode(row, 0, rows.values(), rows.offset(r), rows.columns());
    }
    if (config.resample()) {
      random.key(config.seed(), RandomStream.Purpose.RESAMPLING, number, step.lane());
      resampling.drawInPlace(rows, random);
    }
  }
}
