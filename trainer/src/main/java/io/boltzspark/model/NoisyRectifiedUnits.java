package io.boltzspark.model;

import io.boltzspark.math.NormalDistribution;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Noisy rectified linear units (Nair and Hinton 2010): {@code s = max(0, N(y, sigmoid(y)))}, {@code
 * y = b + x}, an approximation to infinitely many Bernoulli copies with biases b - 1/2, b - 3/2,
 * ... A sampling rule that follows from no energy, so these are not {@link EnergyUnits} and have no
 * free energies or likelihoods; they learn as if their energy were {@code -b s}.
 */
public final class NoisyRectifiedUnits extends LinearUnits {

  /** Biases for means between 1e-3 and 1e6. */
  private static final double LOWEST = -30;

  private static final double HIGHEST = 1e6;

  NoisyRectifiedUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
  }

  // The means before noise and cut-off.
  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
  }

  @Override
  void meanOfConditionalInPlace(Scratch s) {
    for (int i = 0; i < size(); i++) {
      s.row[i] = (float) mean(s.row[i]);
    }
  }

  private static double mean(double y) {
    double deviation = Math.sqrt(1 / (1 + StrictMath.exp(-y)));
    return deviation * NormalDistribution.meanRectified(y / deviation);
  }

  // Without the noise, whose most probable value is 0.
  @Override
  void modeOfConditionalInPlace(Scratch s) {
    RowKernels.rectifyInPlace(s.row, size());
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    float[] deviation = s.sample;
    System.arraycopy(s.row, 0, deviation, 0, size());
    Arrays.fill(s.noise, 0f);
    RowKernels.sigmoidInPlace(deviation, s.noise, size());
    RowKernels.squareRootInPlace(deviation, size());
    random.nextNormals(s.noise, size());
    RowKernels.multiplyInPlace(s.sample, s.noise, size());
    RowKernels.addInPlace(s.sample, s.row, 0, size());
    RowKernels.rectifyInPlace(s.sample, size());
  }

  @Override
  double[] biases(double[] mean) {
    return Arrays.stream(mean)
        .map(m -> Bisection.solve(NoisyRectifiedUnits::mean, LOWEST, HIGHEST, m))
        .toArray();
  }
}
