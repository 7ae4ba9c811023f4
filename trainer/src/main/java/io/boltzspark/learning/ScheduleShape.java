package io.boltzspark.learning;

/** A {@link ScheduleConfig.Kind} as a function of time, in whole steps or whole epochs from 0. */
@FunctionalInterface
interface ScheduleShape {

  double at(long time);

  /**
   * The shape of a configuration.
   *
   * @param total length of the whole training
   */
  static ScheduleShape of(ScheduleConfig config, double total) {
    double end = config.end();
    double falls = total * (1 - config.begin());
    double coefficient = config.coefficient();
    double gamma = config.gamma();
    int interval = config.interval();
    return switch (config.kind()) {
      case CONSTANT -> time -> 1;
      case LINEAR -> time -> Math.max(end, Math.min(1, (total - time) / falls));
      case COSINE -> time -> cosine(Math.max(0, 1 - (total - time) / falls), end);
      case POWER -> time -> 1 / (1 + coefficient * time);
      case STEP -> time -> StrictMath.pow(gamma, Math.floorDiv(time, interval));
      case EXPONENTIAL -> time -> StrictMath.pow(gamma, (double) time / interval);
    };
  }

  /**
   * Half a wave from 1 to {@code end} (Loshchilov and Hutter 2017, equation 5).
   *
   * @param fallen the completed part of the decrease, from 0 to 1
   */
  private static double cosine(double fallen, double end) {
    return end + (1 - end) * 0.5 * (1 + StrictMath.cos(Math.PI * fallen));
  }
}
