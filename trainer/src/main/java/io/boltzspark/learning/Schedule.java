package io.boltzspark.learning;

/**
 * What the learning rate is multiplied by at each step. A schedule counts steps, never seconds, so
 * that the same training gives the same bytes.
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
   * @param totalSteps steps of the whole training
   */
  static Schedule of(ScheduleConfig config, long totalSteps) {
    return switch (config.kind()) {
      case CONSTANT -> step -> 1;
      case LINEAR -> {
        double falls = totalSteps * (1 - config.begin());
        yield step -> Math.max(config.end(), Math.min(1, (totalSteps - step) / falls));
      }
    };
  }
}
