package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertFalse;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Draws from a stack read as a deep belief net against its definition, state by state. */
class BeliefNetTest {
  private static final int CHAINS = 40_000;
  private static final long SEED = 821;

  static Stream<List<Integer>> shapes() {
    return Stream.of(List.of(4, 3), List.of(3, 2, 3), List.of(2, 2, 2, 2));
  }

  /**
   * {@code P(s_0 | s_1) ... P(s_(L-2) | s_(L-1)) P(s_(L-1), s_L)}, the last of which is the machine
   * of the two highest layers.
   */
  private static double[] joint(List<Integer> shape, float[] parameters) {
    EnumeratedMachine index = new EnumeratedMachine(shape, parameters);
    int top = shape.size() - 1;
    double[] joint = new double[index.states()];
    double[] highest = new double[index.states(top - 1) << shape.get(top)];
    double sum = 0;
    for (int pass = 0; pass < 2; pass++) {
      for (int n = 0; n < joint.length; n++) {
        double weight = 1;
        for (int l = 0; l < top - 1; l++) {
          for (int i = 0; i < shape.get(l); i++) {
            double on = NaiveMachine.sigmoid(fromAbove(index, parameters, shape, n, l, i));
            weight *= index.unit(n, l, i) == 1 ? on : 1 - on;
          }
        }
        double minusEnergy = 0;
        for (int i = 0; i < shape.get(top - 1); i++) {
          minusEnergy +=
              index.unit(n, top - 1, i) * fromAbove(index, parameters, shape, n, top - 1, i);
        }
        for (int j = 0; j < shape.get(top); j++) {
          minusEnergy += index.unit(n, top, j) * parameters[index.bias(top, j)];
        }
        int pair = index.layerState(n, top - 1) | index.layerState(n, top) << shape.get(top - 1);
        if (pass == 0 && highest[pair] == 0) {
          highest[pair] = Math.exp(minusEnergy);
          sum += highest[pair];
        }
        joint[n] = weight * highest[pair] / sum;
      }
    }
    return joint;
  }

  private static double fromAbove(
      EnumeratedMachine index, float[] parameters, List<Integer> shape, int n, int l, int i) {
    double input = parameters[index.bias(l, i)];
    for (int j = 0; j < shape.get(l + 1); j++) {
      input += parameters[index.weight(l, i, j)] * index.unit(n, l + 1, j);
    }
    return input;
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void drawsHaveTheDistributionOfTheNet(List<Integer> shape) {
    BoltzmannMachine machine = BoltzmannMachine.bernoulli(shape);
    float[] parameters = EnumeratedMachine.randomParameters(shape, 1, SEED);
    EnumeratedMachine exact = new EnumeratedMachine(shape, parameters);
    BeliefNet net = new BeliefNet(machine);
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    RandomStream random = new RandomStream(SEED, Purpose.SAMPLING, 0, 0);
    net.sweepTop(chains, 50, parameters, random);
    for (int i = 0; i < 2; i++) { // and again, from where it is
      net.sampleDownwards(chains, parameters, random);
      new GibbsSampler(machine).sampleVisible(chains, parameters, random);
      long[] counts = new long[exact.states()];
      for (int c = 0; c < CHAINS; c++) {
        counts[exact.stateOf(chains.layers(), c)]++;
      }
      ChiSquare.assertFits(counts, joint(shape, parameters), "seed " + SEED);
      if (shape.size() > 2) {
        assertFalse(ChiSquare.fits(counts, exact.joint()), "a deep Boltzmann machine is another");
      }
      net.sampleTop(chains, parameters, random);
    }
  }
}
