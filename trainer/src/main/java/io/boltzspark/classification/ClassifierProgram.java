package io.boltzspark.classification;

import io.boltzspark.learning.GradientLearner;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.ParameterRange;
import io.boltzspark.learning.Program;
import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.learning.Schedule;
import io.boltzspark.learning.Turn;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.MovingAverages;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.ParameterSpec.Kind;
import io.boltzspark.network.PlacedParameter;
import java.util.ArrayList;
import java.util.List;

/**
 * The training of a classifier of images as a program: a network with one logit for each class, and
 * the likelihood of the labels. Nothing is carried from step to step.
 *
 * <p>A step also has two values: the mean of minus the log-likelihood, and the share of rows that
 * were classified wrongly in training, with dropout. Rows without a label count as 0 in both.
 */
public record ClassifierProgram(
    NetworkSpec network, LearningConfig learning, Horizon horizon, ImageRows rows)
    implements Program {
  private static final long serialVersionUID = 1;

  /** Names of a step's values. */
  public static final List<String> VALUES = List.of("loss", "error");

  /** The parameters at their places: kernels, other trained parameters, moving averages. */
  public static List<PlacedParameter> placed(NetworkSpec network) {
    int kernels = network.size(Kind.KERNEL);
    return network.placed(0, kernels, kernels + network.size(Kind.UNIT));
  }

  @Override
  public int rowBytes() {
    return rows.rowBytes();
  }

  @Override
  public int parameters() {
    return network.size(Kind.KERNEL) + network.size(Kind.UNIT) + network.size(Kind.MOVING);
  }

  @Override
  public int statistics() {
    return parameters() + VALUES.size();
  }

  @Override
  public int stateBytes(Lanes lanes, int lane) {
    return 0;
  }

  @Override
  public TaskSteps taskSteps(Lanes lanes) {
    return lane -> new ClassifierLane(this, lanes.most(learning.batchSize()), lane);
  }

  @Override
  public Learner learner(float[] start, ParallelRanges threads) {
    Schedule schedule =
        Schedule.of(learning.schedule(), horizon.totalSteps(), horizon.stepsPerEpoch());
    int kernels = network.size(Kind.KERNEL);
    List<ParameterRange> ranges = new ArrayList<>();
    ranges.add(
        new ParameterRange(
            0,
            kernels,
            kernels + network.size(Kind.UNIT),
            learning.optimizer(),
            schedule,
            Turn.ALWAYS));
    ranges.addAll(MovingAverages.ranges(network, placed(network)));
    return new GradientLearner(
        start,
        ranges,
        learning.penalty(),
        learning.averaging(),
        horizon.totalSteps(),
        threads,
        VALUES.size());
  }
}
