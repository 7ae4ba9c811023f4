package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;

/**
 * Units whose biases enter linearly: they learn like an exponential family with the biases as
 * natural parameters and the energy {@code -b . s}.
 */
abstract class LinearUnits extends RowwiseUnits {
  /** Means are clamped by this margin inside their range, so that no bias starts at infinity. */
  static final double MEAN_CLAMP = 1e-3;

  LinearUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
  }

  @Override
  public final void addStatistics(
      Matrix states, float scale, float[] parameters, float[] gradient) {
    if (!spec().learnsMean()) {
      return;
    }
    Scratch s = begin(gradient); // the sums continue from the present values
    float[] sums = s.bias;
    for (int row = 0; row < states.rows(); row++) {
      s.read(states, row, size());
      RowKernels.addScaledInPlace(sums, s.row, scale, size());
    }
    System.arraycopy(sums, 0, gradient, biasOffset(), size());
  }

  @Override
  public final void fit(double[] mean, double[] variance, float[] parameters) {
    if (!spec().learnsMean()) {
      return;
    }
    double[] bias = biases(mean);
    for (int i = 0; i < size(); i++) {
      parameters[biasOffset() + i] = (float) bias[i];
    }
  }

  /** The biases with which units without input have these means, as nearly as finite biases can. */
  abstract double[] biases(double[] mean);

  /** The clamped log odds of a share. */
  static double logit(double share) {
    double clamped = clamp(share);
    return StrictMath.log(clamped / (1 - clamped));
  }

  static double clamp(double share) {
    return Math.min(1 - MEAN_CLAMP, Math.max(MEAN_CLAMP, share));
  }
}
