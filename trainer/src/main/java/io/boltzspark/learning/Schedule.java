package io.boltzspark.learning;

/**
 * The factor of the learning rate at each step. A schedule counts steps, never seconds, so that the
 * same training gives the same bytes.
 */
@FunctionalInterface
public interface Schedule {

  /**
   * @param step from 0
   */
  double factor(long step);

  /**
   * The configured schedule.
   *
   * @param totalSteps number of steps of the whole training
   * @param stepsPerEpoch number of steps per epoch, for schedules that change only between epochs
   */
  static Schedule of(ScheduleConfig config, long totalSteps, long stepsPerEpoch) {
    long unit = config.perEpoch() ? stepsPerEpoch : 1;
    ScheduleShape shape = ScheduleShape.of(config, (double) totalSteps / unit);
    long warmUp = config.warmUp();
    return step -> {
      double factor = shape.at(step / unit);
      return step < warmUp ? factor * (step + 1) / warmUp : factor;
    };
  }
}
