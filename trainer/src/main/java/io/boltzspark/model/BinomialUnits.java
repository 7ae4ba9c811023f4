package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Counts, s in {0, ..., n}, each the sum of n Bernoulli copies that share bias and weights (Teh and
 * Hinton 2001, "rate-coded" units): energy {@code -b s - log C(n, s)}, mean {@code n sigmoid(b +
 * x)}. A draw costs as much as that of n Bernoulli units.
 */
public final class BinomialUnits extends DiscreteUnits implements SiteUnits {
  private final int copies;
  private final double[] logWays;

  BinomialUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
    copies = spec.count();
    logWays = new double[copies + 1];
    for (int s = 1; s <= copies; s++) { // C(n, s) = C(n, s - 1) (n - s + 1) / s
      logWays[s] = logWays[s - 1] + StrictMath.log((copies - s + 1.0) / s);
    }
  }

  @Override
  public double[] states() {
    return IntStream.rangeClosed(0, copies).asDoubleStream().toArray();
  }

  // The probabilities of one copy.
  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.sigmoidInPlace(s.row, s.bias, size());
  }

  @Override
  void meanOfConditionalInPlace(Scratch s) {
    RowKernels.scaleInPlace(s.row, copies, 0, size());
  }

  // P(s) / P(s - 1) = (n - s + 1) p / (s (1 - p)) exceeds 1 as long as s < (n + 1) p.
  @Override
  void modeOfConditionalInPlace(Scratch s) {
    for (int i = 0; i < size(); i++) {
      s.row[i] = (float) Math.max(0, Math.ceil((copies + 1.0) * s.row[i]) - 1);
    }
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    Arrays.fill(s.sample, 0f);
    for (int copy = 0; copy < copies; copy++) {
      random.nextUniforms(s.noise, size());
      RowKernels.bernoulliInto(s.row, s.noise, s.noise, size());
      RowKernels.addInPlace(s.sample, s.noise, 0, size());
    }
  }

  @Override
  public void noiseInto(float[] noise, int first, float[] parameters, RandomStream random) {
    uniformsInto(noise, first, size(), random);
  }

  // The inverse of the distribution function, in log probabilities, since (1 - p)^n may underflow.
  @Override
  public void drawUnit(float[] field, int column, float noise, float[] states) {
    double x = field[column];
    double logNone = -copies * RowKernels.softplus(x);
    double left = noise;
    int s = 0;
    while (s < copies) {
      left -= StrictMath.exp(logWays[s] + s * x + logNone);
      if (left <= 0) {
        break;
      }
      s++;
    }
    states[column] = s;
  }

  @Override
  public void meanOfUnit(float[] field, int column, float[] means) {
    means[column] = copies * RowKernels.sigmoid(field[column]);
  }

  /** Requires whole-number states. */
  @Override
  public double energy(Matrix states, int row, float[] parameters) {
    double energy = super.energy(states, row, parameters);
    for (int i = 0; i < size(); i++) {
      energy -= logWays[(int) states.get(row, i)];
    }
    return energy;
  }

  // sum over s of C(n, s) exp(s y) = (1 + exp(y))^n
  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += RowKernels.softplus((double) parameters[biasOffset() + i] + input.get(row, i));
    }
    return copies * sum;
  }

  @Override
  public void addLogPartitions(Matrix input, float[] parameters, double[] sums) {
    Scratch s = begin(parameters);
    for (int row = 0; row < input.rows(); row++) {
      s.read(input, row, size());
      sums[row] += copies * RowKernels.softplusSum(s.row, s.bias, s.noise, size());
    }
  }

  @Override
  double[] biases(double[] mean) {
    return Arrays.stream(mean).map(m -> logit(m / copies)).toArray();
  }
}
