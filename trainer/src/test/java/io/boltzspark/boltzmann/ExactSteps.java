package io.boltzspark.boltzmann;

import io.boltzspark.learning.StepStatistics;
import io.boltzspark.model.EnumeratedMachine;
import java.util.List;

/**
 * Steps of a {@link LikelihoodLearner} on exact statistics: those that infinitely many chains would
 * give.
 */
final class ExactSteps {
  private static final int BATCH = 10;

  private ExactSteps() {}

  /** The exact statistics of a visible distribution at given parameters, as one lane's sums. */
  static StepStatistics statistics(List<Integer> shape, float[] parameters, double[] visible) {
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    double[] positive = exact.expectedStatistics(exact.clamped(visible));
    double[] negative = exact.expectedStatistics(exact.joint());
    int units = shape.stream().mapToInt(s -> s).sum();
    float[] sums = new float[positive.length + units];
    for (int p = 0; p < positive.length; p++) {
      sums[p] = (float) (BATCH * (positive[p] - negative[p]));
    }
    for (int i = 0; i < units; i++) { // the biases' statistics are the units themselves
      sums[positive.length + i] = (float) (BATCH * positive[positive.length - units + i]);
    }
    return new StepStatistics(0, 0, sums);
  }

  /** One step of a learner of such a machine. */
  static void step(LikelihoodLearner learner, List<Integer> shape, double[] visible) {
    learner.step(List.of(statistics(shape, learner.parameters(), visible)), BATCH);
  }

  /** Mean of each visible unit. */
  static float[] means(int units, double[] visible) {
    double[] means = new double[units];
    for (int v = 0; v < visible.length; v++) {
      for (int i = 0; i < units; i++) {
        means[i] += visible[v] * (v >> i & 1);
      }
    }
    float[] floats = new float[units];
    for (int i = 0; i < units; i++) {
      floats[i] = (float) means[i];
    }
    return floats;
  }
}
