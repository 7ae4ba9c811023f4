package io.boltzspark.boltzmann;

import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.sampling.Ascent;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;

/**
 * A lane of a {@link LikelihoodProgram}: turns rows of bytes into visible states, and these into
 * states of the trained layer; {@link LikelihoodStep} does the rest.
 */
final class LikelihoodLane implements LaneStep {
  private final LikelihoodProgram program;
  private final int lane;
  private final LikelihoodStep step;
  private final ChainCodec codec;
  private final VisibleRows.Reader reader;
  private final Ascent.Climber climber;
  private final boolean straight; // rows are states of the lowest layer of the stage
  private final Matrix below;
  private final byte[] row;
  private final boolean
      canKeepRows; // every step has all the lane's rows, and needs no more of them
  private final RandomStream random = new RandomStream();

  LikelihoodLane(LikelihoodProgram program, Lanes lanes, int lane, TransposedWeights transposed) {
    this.program = program;
    this.lane = lane;
    this.step = new LikelihoodStep(program.machine(), program.config(), lanes, lane, transposed);
    this.codec = program.codec();
    this.reader = program.rows().reader();
    this.climber = program.ascent().climber();
    this.straight = program.ascent().pairs().isEmpty();
    int rows = straight ? 0 : lanes.most(program.config().batchSize());
    this.below = Matrix.zeros(rows, climber.unitsBelow(program.rows().units()));
    this.row = new byte[program.rowBytes()];
    this.canKeepRows =
        program.horizon().stepsPerEpoch() == 1
            && program.config().persistentChains() > 0
            && !program.config().resample()
            && straight
            && LikelihoodStep.mayKeepRows(program.machine(), lanes);
  }

  @Override
  public void compute(float[] parameters, LaneBatch batch, float[] sums) {
    if (canKeepRows && !step.keepsRows()) {
      keepRows(parameters, batch);
    }
    int rows = step.keepsRows() ? 0 : batch.rows();
    long number = batch.step();
    long seed = program.config().seed();
    Matrix visible = step.rows(rows);
    Matrix data = straight ? visible : below.rows(0, rows);
    random.key(seed, Purpose.RESAMPLING, number, lane);
    for (int r = 0; r < rows; r++) {
      batch.rowInto(r, row);
      reader.decode(row, data, r, random);
      weigh(r, row);
    }
    random.key(seed, Purpose.ASCENT, number, lane);
    climber.climb(data, visible, random);
    int sweeps = program.config().negative().sweeps().at(number, program.horizon().totalSteps());
    if (batch.isAlone()) {
      step.computeAlone(parameters, rows, batch.batchSize(), sweeps, number, sums);
    } else {
      step.compute(parameters, rows, batch.batchSize(), sweeps, number, sums);
    }
  }

  private void weigh(int place, byte[] bytes) {
    if (program.rows().weighted()) {
      step.weigh(place, reader.weight(bytes));
    }
  }

  /**
   * In an order of their own, so that sums do not depend on the epoch in which a run was resumed.
   */
  private void keepRows(float[] parameters, LaneBatch batch) {
    byte[][] all = new byte[batch.rows()][program.rowBytes()];
    for (int r = 0; r < all.length; r++) {
      batch.rowInto(r, all[r]);
    }
    Arrays.sort(all, Arrays::compare);
    for (int r = 0; r < all.length; r++) {
      reader.decode(all[r], step.rows(all.length), r, random);
      weigh(r, all[r]);
    }
    step.keepRows(all.length, parameters);
  }

  @Override
  public byte[] state() {
    return codec.encodeReplicas(step.replicas());
  }

  @Override
  public void restore(byte[] bytes, int from) {
    List<ChainStates> replicas = step.replicas();
    int each = Math.max(1, codec.bytesPerChain() * replicas.size());
    codec.decodeReplicas(bytes, from / each, replicas);
  }
}
