package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import java.util.Arrays;
import java.util.List;

/**
 * The means of a machine's sufficient statistics (minus the energy's derivative by each parameter)
 * over rows of states, against those that enumeration gives.
 *
 * @param deviations for each parameter, how far the mean is off, in standard errors of the mean
 */
public record StateMoments(double[] deviations) {

  /** Of the states in the rows of each layer's matrix. */
  public static StateMoments of(EnumeratedMachine exact, List<Matrix> states) {
    double[] joint = exact.joint();
    double[] mean = exact.expectedStatistics(joint);
    double[] variance = new double[mean.length];
    for (int n = 0; n < joint.length; n++) {
      double[] one = exact.statistics(n);
      for (int p = 0; p < mean.length; p++) {
        variance[p] += joint[n] * (one[p] - mean[p]) * (one[p] - mean[p]);
      }
    }
    int rows = states.get(0).rows();
    double[] found = new double[mean.length];
    for (int r = 0; r < rows; r++) {
      double[] one = exact.statistics(states, r);
      for (int p = 0; p < mean.length; p++) {
        found[p] += one[p] / rows;
      }
    }
    double[] deviations = new double[mean.length];
    for (int p = 0; p < mean.length; p++) {
      double error = Math.sqrt(variance[p] / rows);
      boolean isConstant = error == 0 && found[p] == mean[p]; // couplings of a unit with itself
      deviations[p] = isConstant ? 0 : (found[p] - mean[p]) / error;
    }
    return new StateMoments(deviations);
  }

  /** Whether all are within five standard errors. */
  public boolean fit() {
    return worst() < 5;
  }

  private double worst() {
    double worst = 0;
    for (double deviation : deviations) {
      worst = Math.max(worst, Math.abs(deviation));
    }
    return worst;
  }

  @Override
  public String toString() {
    return "means off by " + Arrays.toString(deviations) + " standard errors";
  }
}
