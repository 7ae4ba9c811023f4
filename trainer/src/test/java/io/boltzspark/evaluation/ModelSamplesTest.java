package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Samples, and the variance of their energy, against enumeration. */
class ModelSamplesTest {
  private static final int CHAINS = 3000;
  private static final int SWEEPS = 60;
  private static final long SEED = 7;

  private static RandomStream random(long lane) {
    return new RandomStream(SEED, Purpose.EVALUATION, 0, lane);
  }

  /** Small weights, with which 60 sweeps forget the noise. */
  @ParameterizedTest
  @EnumSource(SmallMachine.class)
  void manySweepsSampleTheMachine(SmallMachine small) {
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    double[] joint = exact.joint();
    double mean = 0;
    double square = 0;
    double fourth = 0;
    for (int n = 0; n < joint.length; n++) {
      mean += joint[n] * exact.energy(n);
    }
    for (int n = 0; n < joint.length; n++) {
      double squared = Math.pow(exact.energy(n) - mean, 2);
      square += joint[n] * squared;
      fourth += joint[n] * squared * squared;
    }
    ChainStates samples = ModelSamples.draw(machine, parameters, CHAINS, SWEEPS, random(0));
    double[] energies = machine.energy(samples.layers(), parameters);
    double found = Arrays.stream(energies).sum() / CHAINS;
    String message = small.toString();
    assertEquals(mean, found, 5 * Math.sqrt(square / CHAINS), message);
    // The variance of n independent values' variance is (m4 - m2^2) / n, and about 2 m2^2 / n^2
    // more; the root of 3 / n of m2 stands for the latter where m4 is nearly m2^2.
    double error =
        Math.sqrt((fourth - square * square) / CHAINS + 3 * square * square / CHAINS / CHAINS);
    assertEquals(
        square,
        HeatCapacity.of(machine, parameters, samples) * Math.sqrt(parameters(small)),
        5 * error,
        message);
  }

  /** Of two places that are the same coupling one counts, and none within a unit. */
  private static int parameters(SmallMachine small) {
    List<Integer> fixed = small.fixed();
    int couplings = small.machine().layout().firstUnitParameter();
    return (int)
        IntStream.range(0, small.machine().layout().size())
            .filter(p -> p <= small.twin(p))
            .filter(p -> p >= couplings || !fixed.contains(p))
            .count();
  }

  /** The variance over n - 1 of the energies of all states, each once. */
  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {
        "BERNOULLI_BERNOULLI",
        "SPIN_BERNOULLI",
        "LABELLED",
        "DEEPER_BERNOULLI",
        "COUPLED_POTTS",
        "GENERAL_BERNOULLI"
      })
  void theHeatCapacityIsTheVarianceOfTheEnergy(SmallMachine small) {
    float[] parameters = small.parameters(SEED);
    EnumeratedMachine exact = small.enumerated(parameters);
    int n = exact.states();
    double sum = 0;
    double squares = 0;
    for (int state = 0; state < n; state++) {
      sum += exact.energy(state);
      squares += exact.energy(state) * exact.energy(state);
    }
    double variance = (squares - sum * sum / n) / (n - 1);
    double expected = variance / Math.sqrt(parameters(small));
    double found = HeatCapacity.of(small.machine(), parameters, new ChainStates(exact.allStates()));
    // Products of a few terms in single precision.
    assertEquals(expected, found, 1e-5 * expected, small.toString());
  }

  /**
   * E = -b v - v W h + (h1^2 + h2^2) / 4: with the mean over two units in place of half the sum.
   */
  @Test
  void layersWithVariancesCountByTheirMeansWhereAsked() {
    SmallMachine small = SmallMachine.HOPFIELD;
    float[] p = small.parameters(SEED);
    BoltzmannMachine machine = small.machine();
    ChainStates samples = ModelSamples.draw(machine, p, 50, 3, random(3));
    int biases = machine.layout().segment("bias.0").offset();
    double[] energies = new double[50];
    for (int c = 0; c < 50; c++) {
      for (int j = 0; j < 2; j++) {
        double h = samples.layer(1).get(c, j);
        energies[c] += h * h / 4;
        for (int i = 0; i < 3; i++) {
          energies[c] -= samples.visible().get(c, i) * p[2 * i + j] * h;
        }
      }
      for (int i = 0; i < 3; i++) {
        energies[c] -= samples.visible().get(c, i) * p[biases + i];
      }
    }
    double mean = Arrays.stream(energies).average().orElseThrow();
    double variance = Arrays.stream(energies).map(e -> (e - mean) * (e - mean)).sum() / 49;
    double found = HeatCapacity.ofLayerMeans(machine, p, samples);
    assertEquals(variance / Math.sqrt(p.length), found, 1e-5 * found);
    assertTrue(Math.abs(HeatCapacity.of(machine, p, samples) - found) > 0.01 * found);
  }

  @Test
  void theKeyDecidesEverything() {
    SmallMachine small = SmallMachine.DEEP_GAUSSIAN;
    float[] parameters = small.parameters(1);
    BoltzmannMachine machine = small.machine();
    ChainStates first = ModelSamples.draw(machine, parameters, 20, 3, random(1));
    ChainStates again = ModelSamples.draw(machine, parameters, 20, 3, random(1));
    ChainStates other = ModelSamples.draw(machine, parameters, 20, 3, random(2));
    assertEquals(machine.layers().size(), first.layers().size());
    for (int l = 0; l < first.layers().size(); l++) {
      assertArrayEquals(first.layer(l).toArray(), again.layer(l).toArray(), "layer " + l);
    }
    assertFalse(Arrays.equals(first.visible().toArray(), other.visible().toArray()));
  }

  @Test
  void oneChainHasNoVariance() {
    SmallMachine small = SmallMachine.BERNOULLI_BERNOULLI;
    ChainStates one = ChainStates.zeros(small.machine(), 1);
    assertThrows(
        IllegalArgumentException.class,
        () -> HeatCapacity.of(small.machine(), small.parameters(1), one));
  }
}
