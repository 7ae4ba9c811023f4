package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RowKernels;
import java.util.Arrays;

/**
 * Counts of a fixed number N of draws, with one category per unit (replicated softmax,
 * Salakhutdinov and Hinton 2009, Advances in Neural Information Processing Systems 22): energy
 * {@code -b . s - log(N! / (s_1! ... s_K!))}, mean {@code N softmax(b + x)}. In that paper the
 * hidden biases are multiplied by N, because documents differ in length; here N is the same for all
 * rows, so the factor is part of the biases.
 */
public final class MultinomialUnits extends DiscreteUnits {
  private final int draws;
  private final double[] logFactorial;
  private final ThreadLocal<double[]> cumulative;

  MultinomialUnits(UnitSpec spec, int biasOffset) {
    super(spec, biasOffset);
    draws = spec.count();
    logFactorial = new double[draws + 1];
    for (int n = 1; n <= draws; n++) {
      logFactorial[n] = logFactorial[n - 1] + StrictMath.log(n);
    }
    cumulative = ThreadLocal.withInitial(() -> new double[spec.size()]);
  }

  @Override
  public double[] states() {
    double[] counts = new double[draws + 1];
    Arrays.setAll(counts, n -> n);
    return counts;
  }

  @Override
  public double configurations() {
    return ways(draws, size());
  }

  /** The number of ways in which n draws can fall on k categories: C(n + k - 1, k - 1). */
  private static double ways(int n, int k) {
    double ways = 1;
    for (int i = 1; i < k; i++) { // each product is a multiple of i
      ways = ways * (n + i) / i;
    }
    return ways;
  }

  /** In lexicographic order: the first unit's count changes slowest. */
  @Override
  void configurationInto(long index, Matrix states, int row) {
    long rest = index;
    int left = draws;
    for (int i = 0; i + 1 < size(); i++) {
      int here = 0;
      for (long ways = here(left, i); rest >= ways; ways = here(left - here, i)) {
        rest -= ways;
        here++;
      }
      states.set(row, i, here);
      left -= here;
    }
    states.set(row, size() - 1, left);
  }

  private long here(int left, int unit) {
    return (long) ways(left, size() - unit - 1);
  }

  // The probabilities of one draw.
  @Override
  void conditionalInPlace(Scratch s) {
    RowKernels.addInPlace(s.row, s.bias, 0, size());
    Categorical.softmaxInPlace(s.row, 0, size());
  }

  @Override
  void meanOfConditionalInPlace(Scratch s) {
    RowKernels.scaleInPlace(s.row, draws, 0, size());
  }

  // One more draw in category i multiplies the probability by N' p_i / (s_i + 1). Since these gains
  // only shrink, the greedy choice is optimal.
  @Override
  void modeOfConditionalInPlace(Scratch s) {
    Arrays.fill(s.sample, 0f);
    for (int draw = 0; draw < draws; draw++) {
      int best = 0;
      for (int i = 1; i < size(); i++) {
        best = s.row[i] * (s.sample[best] + 1) > s.row[best] * (s.sample[i] + 1) ? i : best;
      }
      s.sample[best]++;
    }
    System.arraycopy(s.sample, 0, s.row, 0, size());
  }

  @Override
  void sampleInto(Scratch s, RandomStream random) {
    double[] upTo = cumulative.get();
    double sum = 0;
    for (int i = 0; i < size(); i++) {
      sum += s.row[i];
      upTo[i] = sum;
    }
    Arrays.fill(s.sample, 0f);
    for (int draw = 0; draw < draws; draw++) {
      s.sample[firstAtLeast(upTo, sum * random.nextUniform())]++;
    }
  }

  private static int firstAtLeast(double[] ascending, double value) {
    int low = 0;
    int high = ascending.length - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] >= value) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** Requires whole-number states. */
  @Override
  public double energy(Matrix states, int row, float[] parameters) {
    double energy = super.energy(states, row, parameters) - logFactorial[draws];
    for (int i = 0; i < size(); i++) {
      energy += logFactorial[(int) states.get(row, i)];
    }
    return energy;
  }

  // The multinomial theorem: (sum over i of exp(y_i))^N.
  @Override
  public double logPartition(Matrix input, int row, float[] parameters) {
    return draws * Categorical.logSumExp(input, row, 0, size(), parameters, biasOffset());
  }

  @Override
  double[] biases(double[] mean) {
    double[] biases = new double[size()];
    double[] shares = Arrays.stream(mean).map(m -> m / draws).toArray();
    Categorical.logitsInto(shares, 0, size(), MEAN_CLAMP, biases);
    return biases;
  }
}
