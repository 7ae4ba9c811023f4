package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.NormalDistribution;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.stream.IntStream;

/**
 * Rectified linear units with an exact energy: a Gaussian cut off below 0 (as in Harva and Kabán
 * 2007). Given an input x, {@code s ~ N(a + x, sigma^2)} on the condition that {@code s >= 0}.
 *
 * <p>The statistics of log sigma contain s squared, so they need samples: means in place of states
 * would omit the conditional variance, which here depends on the input.
 */
public final class RectifiedUnits extends QuadraticUnits {

  /**
   * Below this (in sigmas) proposals from an exponential are accepted more often than those from
   * the Gaussian itself.
   */
  private static final double EXPONENTIAL_BELOW = -0.45;

  /** Lowest location (in sigmas) for fitting a small mean. */
  private static final double LOWEST = -30;

  /**
   * The same if sigma is fitted as well: below it, units are nearly exponentially distributed, and
   * a and sigma can no longer be distinguished.
   */
  private static final double LOWEST_TOGETHER = -3;

  private static final double HIGHEST = 1e6;

  RectifiedUnits(UnitSpec spec, int first, int biasOffset, int sigmaOffset) {
    super(spec, first, biasOffset, sigmaOffset);
  }

  // The means before the cut-off.
  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
  }

  @Override
  void meanOfConditionalInPlace(Scratch s) {
    for (int i = 0; i < size(); i++) {
      double sigma = s.sigma[i];
      s.row[i] = (float) (sigma * NormalDistribution.meanAboveZero(s.row[i] / sigma));
    }
  }

  @Override
  void modeOfConditionalInPlace(Scratch s) {
    RowKernels.rectifyInPlace(s.row, size());
  }

  // A first proposal for all units of the row at once; most active units accept it.
  @Override
  void sampleInto(Scratch s, RandomStream random) {
    random.nextNormals(s.noise, size());
    for (int i = 0; i < size(); i++) {
      double sigma = s.sigma[i];
      double location = s.row[i] / sigma;
      double draw =
          location < EXPONENTIAL_BELOW
              ? drawFarBelow(location, random)
              : drawNear(location, s.noise[i], random);
      s.sample[i] = (float) (sigma * draw);
    }
  }

  private static double drawNear(double location, double proposal, RandomStream random) {
    double draw = location + proposal;
    while (draw < 0) {
      draw = location + random.nextNormal();
    }
    return draw;
  }

  /**
   * Rejection from an exponential distribution, which is exact however far below 0 the location is
   * (Robert 1995, "Simulation of truncated normal variables", proposition 2.3).
   */
  private static double drawFarBelow(double location, RandomStream random) {
    double threshold = -location;
    double rate = (threshold + Math.sqrt(threshold * threshold + 4)) / 2;
    while (true) {
      double draw = -StrictMath.log(random.nextUniform()) / rate;
      double distance = threshold + draw - rate;
      if (random.nextUniform() <= StrictMath.exp(-distance * distance / 2)) {
        return draw;
      }
    }
  }

  // A Gaussian's, and the share of it above 0.
  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = size() * NormalDistribution.LOG_ROOT_TWO_PI;
    for (int i = 0; i < size(); i++) {
      double x = input.get(row, i);
      double a = location(parameters, i);
      double logSigma = logSigma(parameters, i);
      sum += (a + x / 2) * x * precision(parameters, i) + logSigma;
      sum += NormalDistribution.logCdf((a + x) * StrictMath.exp(-logSigma));
    }
    return sum;
  }

  /**
   * Finds sigma from the ratio of variance and squared mean (at most 1 for these units, and clamped
   * where it is greater), or from the mean if only sigma is learnt; then a from the mean. Constant
   * units (variance 0) get sigma 1.
   */
  @Override
  public void fit(double[] mean, double[] variance, float[] parameters) {
    for (int i = 0; i < size(); i++) {
      double wanted = Math.max(LinearUnits.MEAN_CLAMP, mean[i]);
      if (spec().learnsVariance()) {
        double sigma = 1;
        if (variance[i] > 0 && spec().learnsMean()) {
          sigma = sigmaWithLocation(wanted, variance[i]);
        } else if (variance[i] > 0) {
          sigma = sigmaAt(location(parameters, i), wanted);
        }
        setSigma(parameters, i, sigma);
      }
      if (spec().learnsMean()) {
        double sigma = StrictMath.exp(logSigma(parameters, i));
        double location =
            Bisection.solve(NormalDistribution::meanAboveZero, LOWEST, HIGHEST, wanted / sigma);
        setLocation(parameters, i, sigma * location);
      }
    }
  }

  /**
   * Sigma, and the location: the further it lies below 0, the larger is the density at a state 0.
   */
  @Override
  public IntStream heldWhere(boolean[] constant) {
    IntStream locations =
        IntStream.range(0, size()).filter(i -> constant[i]).map(i -> biasOffset() + i);
    return IntStream.concat(locations, super.heldWhere(constant));
  }

  private static double sigmaWithLocation(double mean, double variance) {
    double location =
        Bisection.solve(
            x -> -relativeVariance(x), LOWEST_TOGETHER, HIGHEST, -variance / (mean * mean));
    return mean / NormalDistribution.meanAboveZero(location);
  }

  // The variance above 0 is 1 - hazard (x + hazard).
  private static double relativeVariance(double location) {
    double mean = NormalDistribution.meanAboveZero(location);
    return (1 - (mean - location) * mean) / (mean * mean);
  }

  private static double sigmaAt(double location, double mean) {
    return Bisection.solve(
        sigma -> sigma * NormalDistribution.meanAboveZero(location / sigma),
        SIGMA_FLOOR,
        HIGHEST,
        mean);
  }
}
