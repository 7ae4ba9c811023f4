package io.boltzspark.learning.local;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.boltzspark.learning.GradientLearner;
import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearnerState;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.ParameterRange;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.Program;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.learning.Turn;
import io.boltzspark.math.ParallelRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Lanes that each follow the means of their own rows, against loops in double precision: what a
 * program's learner does for a lane, and how the lanes' states become one.
 */
class LocalStepsOfMeansTest {
  private static final int WIDTH = 3;
  private static final double RATE = 0.25;
  private static final double MOMENTUM = 0.5;
  private static final int LANES = 4;
  private static final int PER_EPOCH = 5;

  /** So many of the first epoch's steps before the end of each group. */
  private static final int SIZE = 3;

  /** Gradient: a row less the parameters; a value: the first parameter in the middle of a step. */
  private record Means() implements Program {
    @Override
    public int rowBytes() {
      return WIDTH;
    }

    @Override
    public int parameters() {
      return WIDTH;
    }

    @Override
    public int statistics() {
      return WIDTH + 1;
    }

    @Override
    public int stateBytes(Lanes lanes, int lane) {
      return 0;
    }

    @Override
    public TaskSteps taskSteps(Lanes lanes) {
      return lane -> new Lane();
    }

    @Override
    public Learner learner(float[] start, ParallelRanges threads) {
      OptimizerConfig sgd =
          new OptimizerConfig(OptimizerConfig.Kind.SGD, RATE, 0, 0, 0, MOMENTUM, false, 0);
      return new GradientLearner(
          start,
          List.of(new ParameterRange(0, WIDTH, WIDTH, sgd, step -> 1, Turn.ALWAYS)),
          PenaltyConfig.NONE,
          0,
          100,
          threads,
          1);
    }
  }

  private static final class Lane implements LaneStep {
    @Override
    public void compute(float[] parameters, LaneBatch batch, float[] sums) {
      byte[] row = new byte[WIDTH];
      java.util.Arrays.fill(sums, 0f);
      for (int r = 0; r < batch.rows(); r++) {
        batch.rowInto(r, row);
        for (int i = 0; i < WIDTH; i++) {
          sums[i] += row[i] - parameters[i];
        }
        sums[WIDTH] += parameters[0];
      }
      assertEquals(batch.rows(), batch.batchSize());
    }

    @Override
    public byte[] state() {
      return new byte[0];
    }

    @Override
    public void restore(byte[] bytes, int from) {}
  }

  /** Rows of a lane at a step: lanes have unequal numbers, and the last one has none at step 1. */
  private static int rows(int lane, long step) {
    return lane == LANES - 1 && step == 1 ? 0 : 1 + (lane + (int) step) % 3;
  }

  private static byte value(int lane, long step, int row, int i) {
    return (byte) ((7 * lane + 5 * step + 3 * row + 11 * i) % 13);
  }

  private static final class Batch implements LaneBatch {
    private final int lane;
    private long step;

    Batch(int lane, long step) {
      this.lane = lane;
      this.step = step;
    }

    @Override
    public long step() {
      return step;
    }

    @Override
    public int rows() {
      return LocalStepsOfMeansTest.rows(lane, step);
    }

    @Override
    public int batchSize() {
      return IntStream.range(0, LANES).map(l -> LocalStepsOfMeansTest.rows(l, step)).sum();
    }

    @Override
    public void advance() {
      step++;
    }

    @Override
    public void rowInto(int row, byte[] bytes) {
      for (int i = 0; i < WIDTH; i++) {
        bytes[i] = value(lane, step, row, i);
      }
    }
  }

  private static Program local() {
    return LocalSteps.of(new Means(), new StepGroups(SIZE, PER_EPOCH));
  }

  /** What lanes {@code from} to {@code to} return for a group from the learner's step on. */
  private static List<StepStatistics> parts(Program program, Learner learner, int from, int to) {
    Program.TaskSteps steps = program.taskSteps(new Lanes(LANES));
    List<LaneStep> lanes = IntStream.range(0, LANES).mapToObj(steps::lane).toList();
    return new SubtreeMerger(from, to, program.statistics())
        .merge(
            (lane, sums) ->
                lanes.get(lane).compute(learner.sent(), new Batch(lane, learner.step()), sums));
  }

  private static void group(Program program, Learner learner) {
    List<StepStatistics> parts = new ArrayList<>(parts(program, learner, 0, 1));
    parts.addAll(parts(program, learner, 1, LANES));
    assertEquals(true, learner.step(parts, -1));
  }

  /** The state and the mean of the values, in double precision. */
  private static final class Reference {
    private double[] x = {0, 1, -1};
    private double[] v = new double[WIDTH];
    private double value;

    void group(long from, long end) {
      double[] meanX = new double[WIDTH];
      double[] meanV = new double[WIDTH];
      double sum = 0;
      int count = 0;
      for (int lane = 0; lane < LANES; lane++) {
        double[] ownX = x.clone();
        double[] ownV = v.clone();
        for (long step = from; step < end; step++) {
          int rows = rows(lane, step);
          if (rows > 0) {
            sum += ownX[0];
            count++;
          }
          for (int i = 0; i < WIDTH && rows > 0; i++) {
            double gradient = -ownX[i];
            for (int r = 0; r < rows; r++) {
              gradient += (double) value(lane, step, r, i) / rows;
            }
            ownV[i] = MOMENTUM * ownV[i] + RATE * gradient;
            ownX[i] += ownV[i];
          }
        }
        for (int i = 0; i < WIDTH; i++) {
          meanX[i] += ownX[i] / LANES;
          meanV[i] += ownV[i] / LANES;
        }
      }
      x = meanX;
      v = meanV;
      value = sum / count;
    }
  }

  @Test
  void theCommonStateIsTheMeanOfTheLanesStates() {
    Program program = local();
    Learner learner = program.learner(new float[] {0, 1, -1}, new ParallelRanges(2));
    Reference reference = new Reference();
    for (long end : new long[] {3, 5, 8, 10}) {
      reference.group(learner.step(), end);
      group(program, learner);
      assertEquals(end, learner.step());
      // Numbers below 16. A step has at most 10 roundings, a mean 3; what was rounded before weighs
      // at most 1, since the iteration is a contraction but for the velocity, which adds once more.
      double rounding = 2 * end * 13 * 16 * 0x1p-24;
      float[] velocity = learner.state().arrays().get("optimizer.velocity");
      for (int i = 0; i < WIDTH; i++) {
        assertEquals(reference.x[i], learner.parameters()[i], rounding);
        assertEquals(reference.v[i], velocity[i], rounding);
      }
      assertEquals(reference.value, learner.values()[0], rounding);
    }
  }

  /** As after a round that failed, and after a checkpoint. */
  @Test
  void aRestoredStateIsSent() {
    Program program = local();
    Learner learner = program.learner(new float[] {0, 1, -1}, new ParallelRanges(1));
    group(program, learner);
    LearnerState start = learner.state().copy();
    float[] sent = learner.sent().clone();
    group(program, learner);
    float[] once = learner.sent().clone();
    learner.restore(start);
    assertArrayEquals(sent, learner.sent());
    assertEquals(3, learner.step());
    group(program, learner);
    assertArrayEquals(once, learner.sent());
    Learner other = program.learner(new float[WIDTH], new ParallelRanges(1));
    other.restore(start);
    group(program, other);
    assertArrayEquals(once, other.sent());
    assertEquals(5, other.step());
  }

  @Test
  void whatIsNotFiniteIsNoticed() {
    Program program = local();
    Learner learner = program.learner(new float[WIDTH], new ParallelRanges(2));
    List<StepStatistics> parts = parts(program, learner, 0, LANES);
    parts.get(0).sums()[WIDTH + 1] = Float.NaN; // of a velocity
    assertFalse(learner.step(parts, -1));
  }

  @Test
  void groupsOfOneStepAreTheProgramItself() {
    Program means = new Means();
    assertSame(means, LocalSteps.of(means, new StepGroups(1, PER_EPOCH)));
  }
}
