package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.NormalDistribution;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;

/**
 * Real units: {@code s ~ N(a + x, sigma^2)} given an input x (Welling, Rosen-Zvi and Hinton 2005;
 * the energy and learning of sigma as in Cho, Ilin and Raiko 2011, see {@link QuadraticUnits}).
 * With fixed mean 0 and variance 1 they form the hidden layer of a Hopfield machine.
 */
public final class GaussianUnits extends QuadraticUnits implements SiteUnits {

  GaussianUnits(UnitSpec spec, int first, int biasOffset, int sigmaOffset) {
    super(spec, first, biasOffset, sigmaOffset);
  }

  // The means.
  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
  }

  // The mean is already there.
  @Override
  void modeOfConditionalInPlace(Scratch s) {}

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    random.nextNormals(s.noise, size());
    System.arraycopy(s.row, 0, s.sample, 0, size());
    RowKernels.addProductInPlace(s.sample, s.noise, s.sigma, size());
  }

  @Override
  public void noiseInto(float[] noise, int first, float[] parameters, RandomStream random) {
    Scratch s = begin(parameters);
    random.nextNormals(s.noise, size());
    RowKernels.multiplyInPlace(s.noise, s.sigma, size());
    System.arraycopy(s.noise, 0, noise, first, size());
  }

  @Override
  public void drawUnit(float[] field, int column, float noise, float[] states) {
    states[column] = field[column] + noise;
  }

  @Override
  public void meanOfUnit(float[] field, int column, float[] means) {
    means[column] = field[column];
  }

  // Completing the square: (a x + x^2 / 2) / sigma^2 + log(sigma sqrt(2 pi)).
  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      double x = input.get(row, i);
      sum += (location(parameters, i) + x / 2) * x * precision(parameters, i);
    }
    return sum + logVolume(parameters);
  }

  @Override
  public void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    Scratch s = begin(parameters);
    double volume = logVolume(parameters);
    for (int row = 0; row < input.rows(); row++) {
      s.read(input, row, size());
      System.arraycopy(s.bias, 0, s.sample, 0, size());
      RowKernels.addScaledInPlace(s.sample, s.row, 0.5f, size());
      RowKernels.multiplyInPlace(s.sample, s.row, size());
      RowKernels.multiplyInPlace(s.sample, s.precision, size());
      sums[row] += volume + RowKernels.sum(s.sample, size());
    }
  }

  private double logVolume(float[] parameters) {
    double sum = size() * NormalDistribution.LOG_ROOT_TWO_PI;
    for (int i = 0; i < size(); i++) {
      sum += logSigma(parameters, i);
    }
    return sum;
  }

  /** Constant units (variance 0) get sigma 1, since their scale is unknown. */
  @Override
  public void fit(double[] mean, double[] variance, float[] parameters) {
    for (int i = 0; i < size(); i++) {
      if (spec().learnsMean()) {
        setLocation(parameters, i, mean[i]);
      }
      if (spec().learnsVariance()) {
        setSigma(parameters, i, variance[i] == 0 ? 1 : Math.sqrt(variance[i]));
      }
    }
  }
}
