package io.boltzspark.engine.data;

/**
 * The spread of each visible unit's values over the training rows.
 *
 * @param variance of each unit
 * @param minimum smallest value of each unit
 * @param maximum largest value of each unit
 */
record UnitSpread(double[] variance, float[] minimum, float[] maximum) {

  /** The spread of values that are 0 or 1, which follows from their mean. */
  static UnitSpread ofBinary(double[] mean) {
    int units = mean.length;
    UnitSpread spread = new UnitSpread(new double[units], new float[units], new float[units]);
    for (int i = 0; i < units; i++) {
      spread.variance[i] = mean[i] * (1 - mean[i]);
      spread.minimum[i] = mean[i] < 1 ? 0f : 1f;
      spread.maximum[i] = mean[i] > 0 ? 1f : 0f;
    }
    return spread;
  }

  /** The unit that has the smallest value of all. */
  int lowestUnit() {
    int lowest = 0;
    for (int i = 1; i < minimum.length; i++) {
      lowest = minimum[i] < minimum[lowest] ? i : lowest;
    }
    return lowest;
  }

  /** The unit that has the largest value of all. */
  int highestUnit() {
    int highest = 0;
    for (int i = 1; i < maximum.length; i++) {
      highest = maximum[i] > maximum[highest] ? i : highest;
    }
    return highest;
  }
}
