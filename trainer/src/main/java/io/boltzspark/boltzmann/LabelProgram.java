package io.boltzspark.boltzmann;

import io.boltzspark.learning.GradientLearner;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.ParameterRange;
import io.boltzspark.learning.Program;
import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.learning.Schedule;
import io.boltzspark.learning.Turn;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import java.util.List;

/**
 * The training of a softmax classifier as a program ({@link LabelStep}), which maximises the
 * likelihood of labels given values. Nothing is sampled, and nothing is carried from step to step.
 *
 * @param spec the machine of {@link LabelStep#spec}
 * @param learning its training settings
 * @param horizon the length of its training
 * @param rows how bytes become values and labels
 */
public record LabelProgram(
    MachineSpec spec, LearningConfig learning, Horizon horizon, VisibleRows rows)
    implements Program {
  private static final long serialVersionUID = 1;
  private static final byte[] NOTHING = {};

  @Override
  public int rowBytes() {
    return rows.rowBytes();
  }

  @Override
  public int parameters() {
    return BoltzmannMachine.of(spec).layout().size();
  }

  @Override
  public int statistics() {
    return parameters();
  }

  @Override
  public int stateBytes(Lanes lanes, int lane) {
    return 0;
  }

  @Override
  public TaskSteps taskSteps(Lanes lanes) {
    int most = lanes.most(learning.batchSize());
    return lane ->
        new Lane(new LabelStep(BoltzmannMachine.of(spec), most), rows, new byte[rowBytes()]);
  }

  @Override
  public Learner learner(float[] start, ParallelRanges threads) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    Schedule schedule =
        Schedule.of(learning.schedule(), horizon.totalSteps(), horizon.stepsPerEpoch());
    int weights = machine.layout().firstUnitParameter();
    ParameterRange all =
        new ParameterRange(
            0, weights, machine.layout().size(), learning.optimizer(), schedule, Turn.ALWAYS);
    return new GradientLearner(
        start,
        List.of(all),
        learning.penalty(),
        learning.averaging(),
        horizon.totalSteps(),
        threads,
        0);
  }

  private static final class Lane implements LaneStep {
    private final LabelStep step;
    private final VisibleRows.Reader reader;
    private final byte[] row;
    private final RandomStream unused = new RandomStream(); // values are never drawn

    Lane(LabelStep step, VisibleRows rows, byte[] row) {
      this.step = step;
      this.reader = rows.reader();
      this.row = row;
    }

    @Override
    public void compute(float[] parameters, LaneBatch batch, float[] sums) {
      int rows = batch.rows();
      Matrix states = step.rows(rows);
      for (int r = 0; r < rows; r++) {
        batch.rowInto(r, row);
        reader.decode(row, states, r, unused);
      }
      step.compute(parameters, rows, sums);
    }

    @Override
    public byte[] state() {
      return NOTHING;
    }

    @Override
    public void restore(byte[] bytes, int from) {}
  }
}
