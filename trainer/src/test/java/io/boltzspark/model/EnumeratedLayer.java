package io.boltzspark.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All states of a layer of a few units, from the definition of each kind. Real units stand on the
 * points of a quadrature. Without parameters.
 *
 * <p>The first unit's value changes fastest from state to state.
 */
final class EnumeratedLayer {

  /**
   * Points h = 1/2 apart are enough for sigma >= 0.7, as {@link SmallMachine} has them: an error of
   * 2 exp(-2 pi^2 0.49 / h^2) = 3e-17. {@link EnumeratedMachine} sees to it that nothing happens at
   * the ends.
   */
  private static final Quadrature REAL = Quadrature.line(-14, 14, 57);

  private static final Quadrature NOT_NEGATIVE = Quadrature.interval(0, 14, 48);

  /**
   * One state.
   *
   * @param values of the units
   * @param ways in how many ways it comes about
   * @param weight of its point in the quadrature; 1 if discrete
   */
  record State(double[] values, double ways, double weight) {
    static final State NONE = new State(new double[0], 1, 1);

    State followedBy(State other) {
      double[] all = new double[values.length + other.values.length];
      System.arraycopy(values, 0, all, 0, values.length);
      System.arraycopy(other.values, 0, all, values.length, other.values.length);
      return new State(all, ways * other.ways, weight * other.weight);
    }
  }

  private EnumeratedLayer() {}

  static List<State> states(List<UnitSpec> groups) {
    List<State> layer = List.of(State.NONE);
    for (UnitSpec group : groups) {
      layer = product(layer, states(group));
    }
    return layer;
  }

  private static List<State> product(List<State> first, List<State> then) {
    List<State> all = new ArrayList<>();
    for (State slow : then) {
      for (State fast : first) {
        all.add(fast.followedBy(slow));
      }
    }
    return all;
  }

  private static List<State> states(UnitSpec group) {
    return switch (group.type()) {
      case BERNOULLI -> power(values(0, 1), group.size());
      case SPIN -> power(values(-1, 1), group.size());
      case BINOMIAL -> power(binomial(group.count()), group.size());
      case GAUSSIAN -> power(points(REAL), group.size());
      case RECTIFIED -> power(points(NOT_NEGATIVE), group.size());
      case POTTS -> power(oneHot(group.count()), group.size() / group.count());
      case MULTINOMIAL -> multinomial(group.size(), group.count());
      case NOISY_RECTIFIED -> throw new IllegalArgumentException("no energy");
    };
  }

  private static List<State> power(List<State> one, int count) {
    List<State> all = List.of(State.NONE);
    for (int i = 0; i < count; i++) {
      all = product(all, one);
    }
    return all;
  }

  private static List<State> values(double... values) {
    List<State> states = new ArrayList<>();
    for (double value : values) {
      states.add(new State(new double[] {value}, 1, 1));
    }
    return states;
  }

  private static List<State> points(Quadrature quadrature) {
    List<State> states = new ArrayList<>();
    for (int i = 0; i < quadrature.points().length; i++) {
      double[] point = {quadrature.points()[i]};
      states.add(new State(point, 1, quadrature.weights()[i]));
    }
    return states;
  }

  /** Every outcome of n copies, counted. */
  private static List<State> binomial(int n) {
    double[] ways = new double[n + 1];
    for (int outcome = 0; outcome < 1 << n; outcome++) {
      ways[Integer.bitCount(outcome)]++;
    }
    List<State> states = new ArrayList<>();
    for (int s = 0; s <= n; s++) {
      states.add(new State(new double[] {s}, ways[s], 1));
    }
    return states;
  }

  private static List<State> oneHot(int k) {
    List<State> states = new ArrayList<>();
    for (int i = 0; i < k; i++) {
      double[] values = new double[k];
      values[i] = 1;
      states.add(new State(values, 1, 1));
    }
    return states;
  }

  /**
   * All counts that add up to the number of draws, the ways found by going through all outcomes.
   */
  private static List<State> multinomial(int size, int draws) {
    List<State> states = new ArrayList<>();
    double[] range = new double[draws + 1];
    for (int n = 0; n <= draws; n++) {
      range[n] = n;
    }
    for (State counts : power(values(range), size)) {
      double ways = 0;
      for (int outcome = 0; outcome < Math.pow(size, draws); outcome++) {
        double[] left = counts.values().clone();
        for (int draw = 0, rest = outcome; draw < draws; draw++, rest /= size) {
          left[rest % size]--;
        }
        ways += Arrays.stream(left).allMatch(n -> n == 0) ? 1 : 0;
      }
      if (ways > 0) {
        states.add(new State(counts.values(), ways, 1));
      }
    }
    return states;
  }
}
