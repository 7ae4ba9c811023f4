package io.boltzspark.learning;

/**
 * The mean of the parameters over the last part of training (Polyak and Juditsky 1992), which has
 * less of the noise of single steps than the last parameters have.
 */
public final class ParameterAverage {
  private final float[] average;
  private final long firstStep;
  private float share;

  /**
   * @param part the share of all steps, at the end, that is averaged
   */
  public ParameterAverage(int parameters, double part, long totalSteps) {
    average = new float[parameters];
    firstStep = totalSteps - (long) StrictMath.ceil(part * totalSteps);
  }

  public float[] values() {
    return average;
  }

  /** Whether parameters after {@code steps} steps have been averaged. */
  public boolean hasBegun(long steps) {
    return steps > firstStep;
  }

  /** Before the parameters of step number {@code step} are added. */
  public void begin(long step) {
    share = step < firstStep ? 0f : 1f / (step - firstStep + 1);
  }

  /** Adds the parameters {@code from} (inclusive) to {@code to} (exclusive). */
  public void add(float[] parameters, int from, int to) {
    if (share == 0f) {
      return;
    }
    float[] mean = average;
    float part = share;
    for (int i = from; i < to; i++) {
      mean[i] += part * (parameters[i] - mean[i]);
    }
  }
}
