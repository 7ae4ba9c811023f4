package io.boltzspark.engine.training;

import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.GradientLearner;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.ParameterRange;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.Program;
import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.learning.Turn;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * Linear regression of the labels of {@link MadeRows} on their values, as a program that is no
 * Boltzmann machine: even steps move the slopes by Adam at a falling rate, odd steps the intercept
 * by gradient ascent with momentum. A lane's state is the sum of the labels that it has seen, which
 * shifts the intercept's gradient a little, so that it decides bytes.
 */
record Regression(EpochPlan plan, int epochs) implements Training {
  static final int SLOPES = MadeRows.WIDTH;
  static final float SHIFT = 1e-4f;
  static final double RATE = 0.02;

  static Regression of(Lanes lanes, int epochs) {
    return new Regression(new EpochPlan(MadeRows.TRAIN, 25, lanes), epochs);
  }

  @Override
  public List<StageOutline> stages() {
    return List.of(new StageOutline("regression", epochs, SLOPES + 1));
  }

  @Override
  public int rowBytes() {
    return SLOPES + 1;
  }

  @Override
  public boolean readsLabels() {
    return true;
  }

  @Override
  public void prepare() {}

  @Override
  public TrainingStage stage(int number, List<float[]> earlier) {
    return new OneStage(new LeastSquares(Horizon.of(plan, epochs)));
  }

  /** What executors compute, and how the driver moves slopes and intercept in turn. */
  record LeastSquares(Horizon horizon) implements Program {
    @Override
    public int rowBytes() {
      return SLOPES + 1;
    }

    @Override
    public int parameters() {
      return SLOPES + 1;
    }

    @Override
    public int statistics() {
      return SLOPES + 1;
    }

    @Override
    public int stateBytes(Lanes lanes, int lane) {
      return Float.BYTES;
    }

    @Override
    public TaskSteps taskSteps(Lanes lanes) {
      return lane -> new Lane();
    }

    @Override
    public Learner learner(float[] start, ParallelRanges threads) {
      OptimizerConfig adam =
          new OptimizerConfig(OptimizerConfig.Kind.ADAM, RATE, 0.9, 0.999, 1e-8, 0, false, 0);
      OptimizerConfig ascent =
          new OptimizerConfig(OptimizerConfig.Kind.SGD, 0.1, 0, 0, 0, 0.5, false, 0);
      double half = horizon.totalSteps() / 2.0;
      return new GradientLearner(
          start,
          List.of(
              new ParameterRange(
                  0, SLOPES, SLOPES, adam, step -> 1 - step / (half + 1), new Turn(2, 0)),
              new ParameterRange(SLOPES, SLOPES, SLOPES + 1, ascent, step -> 1, new Turn(2, 1))),
          new PenaltyConfig(0, 1e-4, 0),
          0,
          horizon.totalSteps(),
          threads,
          0);
    }
  }

  /** Sums over rows of the residual times the values, or of the residual, as the step's turn is. */
  private static final class Lane implements LaneStep {
    private final byte[] row = new byte[SLOPES + 1];
    private float seen;

    @Override
    public void compute(float[] parameters, LaneBatch batch, float[] sums) {
      java.util.Arrays.fill(sums, 0f);
      for (int r = 0; r < batch.rows(); r++) {
        batch.rowInto(r, row);
        float residual = row[SLOPES] - parameters[SLOPES];
        for (int i = 0; i < SLOPES; i++) {
          residual -= parameters[i] * row[i];
        }
        if (batch.step() % 2 == 0) {
          for (int i = 0; i < SLOPES; i++) {
            sums[i] += residual * row[i];
          }
        } else {
          sums[SLOPES] += residual - SHIFT * seen;
        }
        seen += row[SLOPES];
      }
    }

    @Override
    public byte[] state() {
      return ByteBuffer.allocate(Float.BYTES).putFloat(seen).array();
    }

    @Override
    public void restore(byte[] bytes, int from) {
      seen = ByteBuffer.wrap(bytes).getFloat(from);
    }
  }

  private record OneStage(LeastSquares program) implements TrainingStage {
    @Override
    public long seed() {
      return 11;
    }

    @Override
    public float[] start() {
      return new float[SLOPES + 1];
    }

    @Override
    public byte[] startStates(float[] parameters) {
      return new byte[4 * Float.BYTES];
    }

    @Override
    public int stateItemBytes() {
      return Float.BYTES;
    }

    @Override
    public Map<String, Tensor> model(float[] parameters) {
      return Map.of("regression", Tensor.ofFloats(parameters, 0, parameters.length));
    }

    @Override
    public float[] parameters(String name, Map<String, Tensor> tensors) {
      return tensors.get("regression").toFloats();
    }

    @Override
    public Map<String, Object> facts() {
      return Map.of("kind", "regression");
    }

    @Override
    public Watch watch() {
      return (parameters, states, step) -> Map.of("intercept", (double) parameters[SLOPES]);
    }
  }
}
