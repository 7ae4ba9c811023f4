package io.boltzspark.adversarial;

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
import io.boltzspark.network.ParameterSpec.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * The training of a generative adversarial network as a program: two ranges of parameters with an
 * optimiser each, and the moving averages of batch normalisation. Nothing is carried from step to
 * step.
 *
 * <p>A step also has two values: the mean losses of generator and discriminator.
 */
public record AdversarialProgram(
    AdversarialNetworks networks, AdversarialConfig config, Horizon horizon, ImageRows rows)
    implements Program {
  private static final long serialVersionUID = 1;

  /** Names of a step's values. */
  public static final List<String> VALUES = List.of("generator_loss", "discriminator_loss");

  @Override
  public int rowBytes() {
    return rows.rowBytes();
  }

  @Override
  public int parameters() {
    return networks.size();
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
    return lane -> new AdversarialLane(this, lanes, lane);
  }

  @Override
  public Learner learner(float[] start, ParallelRanges threads) {
    LearningConfig learning = config.learning();
    return new GradientLearner(
        start,
        ranges(),
        learning.penalty(),
        learning.averaging(),
        horizon.totalSteps(),
        threads,
        VALUES.size());
  }

  private List<ParameterRange> ranges() {
    boolean together = config.update() == AdversarialConfig.Update.TOGETHER;
    Turn generators = together ? Turn.ALWAYS : new Turn(2, 1);
    Turn discriminators = together ? Turn.ALWAYS : new Turn(2, 0);
    int generatorEnd = networks.generatorSize();
    List<ParameterRange> ranges = new ArrayList<>();
    ranges.add(
        new ParameterRange(
            0,
            networks.generator().size(Kind.KERNEL),
            generatorEnd,
            config.generatorOptimizer(),
            schedule(generators),
            generators));
    ranges.add(
        new ParameterRange(
            generatorEnd,
            generatorEnd + networks.discriminator().size(Kind.KERNEL),
            generatorEnd + networks.discriminatorSize(),
            config.discriminatorOptimizer(),
            schedule(discriminators),
            discriminators));
    ranges.addAll(MovingAverages.ranges(networks.generator(), networks.generatorParameters()));
    return ranges;
  }

  /** By steps of the training, although a range counts only those that move it. */
  private Schedule schedule(Turn turn) {
    Schedule ofTraining =
        Schedule.of(config.learning().schedule(), horizon.totalSteps(), horizon.stepsPerEpoch());
    return own -> ofTraining.factor(own * turn.every() + turn.at());
  }
}
