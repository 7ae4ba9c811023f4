package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.math.ChiSquare;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Sampling with a label that is held: the machine's distribution given the label. */
class ClampTest {
  private static final int CHAINS = 30_000;
  private static final int CLASSES = 3;
  private static final long SEED = 811;

  static Stream<MachineSpec> specs() {
    List<UnitSpec> visible = List.of(UnitSpec.of(UnitType.BERNOULLI, 3), UnitSpec.label(CLASSES));
    List<UnitSpec> hidden = List.of(UnitSpec.of(UnitType.BERNOULLI, 2));
    return Stream.of(
        new MachineSpec(List.of(visible, hidden)),
        new MachineSpec(List.of(visible, hidden, hidden)));
  }

  private static float[] parameters(BoltzmannMachine machine) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] parameters = new float[machine.layout().size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (float) (1.5 * random.nextGaussian());
    }
    return parameters;
  }

  private static RandomStream stream() {
    return new RandomStream(SEED, Purpose.SAMPLING, 0, 0);
  }

  private static int[] labels(int label) {
    int[] labels = new int[CHAINS];
    Arrays.fill(labels, label);
    return labels;
  }

  /** The probabilities of the pixels' states given a label, by the energies of all joint states. */
  private static double[] pixelsGiven(BoltzmannMachine machine, float[] parameters, int label) {
    int count = 1;
    for (int l = 0; l < machine.layers().size(); l++) {
      count *= (int) machine.layer(l).configurations();
    }
    List<Matrix> states = new ArrayList<>();
    for (int l = 0, every = 1; l < machine.layers().size(); l++) {
      int here = (int) machine.layer(l).configurations();
      Matrix layer = Matrix.zeros(count, machine.layer(l).size());
      for (int n = 0; n < count; n++) {
        machine.layer(l).configurationInto(n / every % here, layer, n);
      }
      states.add(layer);
      every *= here;
    }
    double[] energy = machine.energy(states, parameters);
    double[] pixels = new double[8];
    double sum = 0;
    for (int n = 0; n < count; n++) {
      if (states.get(0).get(n, 3 + label) == 1) {
        pixels[pixels(states.get(0), n)] += Math.exp(-energy[n]);
        sum += Math.exp(-energy[n]);
      }
    }
    for (int v = 0; v < 8; v++) {
      pixels[v] /= sum;
    }
    return pixels;
  }

  private static int pixels(Matrix visible, int row) {
    return (int) (visible.get(row, 0) + 2 * visible.get(row, 1) + 4 * visible.get(row, 2));
  }

  private static long[] histogram(Matrix visible) {
    long[] counts = new long[8];
    for (int c = 0; c < visible.rows(); c++) {
      counts[pixels(visible, c)]++;
    }
    return counts;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void chainsArriveAtTheDistributionGivenTheLabel(MachineSpec spec) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = parameters(machine);
    for (int label = 0; label < CLASSES; label++) {
      Clamp clamp = Clamp.labels(machine, labels(label));
      GibbsSampler sampler = new GibbsSampler(machine, clamp);
      ChainStates chains = ChainStates.zeros(machine, CHAINS);
      RandomStream random = stream();
      sampler.sweep(chains, 40, parameters, random);
      double[] expected = pixelsGiven(machine, parameters, label);
      for (int v = 0; v < 2; v++) {
        ChiSquare.assertFits(histogram(chains.visible()), expected, "label " + label);
        assertLabels(chains, label);
        sampler.sampleVisible(chains, parameters, random);
      }
      sampler.visibleMeans(chains, parameters);
      assertLabels(chains, label);
    }
  }

  private static void assertLabels(ChainStates chains, int label) {
    float[] expected = new float[CLASSES];
    expected[label] = 1;
    for (int c = 0; c < 100; c++) {
      Matrix row = chains.visible().rows(c, c + 1).columns(3, 3 + CLASSES);
      assertArrayEquals(expected, row.toArray(), "chain " + c);
    }
  }

  /** Or the test above would pass without a clamp. */
  @ParameterizedTest
  @MethodSource("specs")
  void labelsMatter(MachineSpec spec) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = parameters(machine);
    long[] counts = new long[8];
    double[] first = pixelsGiven(machine, parameters, 0);
    for (int v = 0; v < 8; v++) {
      counts[v] = Math.round(CHAINS * first[v]);
    }
    assertFalse(
        ChiSquare.fits(counts, pixelsGiven(machine, parameters, 1))
            && ChiSquare.fits(counts, pixelsGiven(machine, parameters, 2)),
        "all labels are alike");
  }

  /** Pixels 0 and 2 held, which are not neighbours; pixel 1 and the label are drawn. */
  @ParameterizedTest
  @MethodSource("specs")
  void chainsArriveAtTheDistributionGivenSomePixels(MachineSpec spec) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = parameters(machine);
    double[] all = new double[8];
    for (int label = 0; label < CLASSES; label++) {
      double[] given = pixelsGiven(machine, parameters, label);
      double share = labelShare(machine, parameters, label);
      for (int v = 0; v < 8; v++) {
        all[v] += share * given[v];
      }
    }
    Matrix held = Matrix.zeros(CHAINS, machine.visible().size());
    for (int c = 0; c < CHAINS; c++) {
      held.set(c, 0, 1);
    }
    GibbsSampler sampler = new GibbsSampler(machine, Clamp.of(held, new int[] {0, 2}));
    ChainStates chains = ChainStates.zeros(machine, CHAINS);
    sampler.sweep(chains, 40, parameters, stream());
    double[] expected = new double[8];
    expected[1] = all[1] / (all[1] + all[3]); // pixels 100 and 110, the first one lowest
    expected[3] = all[3] / (all[1] + all[3]);
    long[] counts = histogram(chains.visible());
    assertEquals(CHAINS, counts[1] + counts[3]);
    double sigma = Math.sqrt(CHAINS * expected[1] * expected[3]);
    assertEquals(CHAINS * expected[1], counts[1], 5 * sigma, "seed " + SEED);
  }

  /** The probability of a label, by the energies of all joint states. */
  private static double labelShare(BoltzmannMachine machine, float[] parameters, int label) {
    double[] weights = new double[CLASSES];
    int count = 1;
    for (int l = 0; l < machine.layers().size(); l++) {
      count *= (int) machine.layer(l).configurations();
    }
    for (int n = 0; n < count; n++) {
      List<Matrix> states = new ArrayList<>();
      int rest = n;
      for (int l = 0; l < machine.layers().size(); l++) {
        int here = (int) machine.layer(l).configurations();
        Matrix layer = Matrix.zeros(1, machine.layer(l).size());
        machine.layer(l).configurationInto(rest % here, layer, 0);
        rest /= here;
        states.add(layer);
      }
      for (int y = 0; y < CLASSES; y++) {
        weights[y] +=
            states.get(0).get(0, 3 + y) * Math.exp(-machine.energy(states, parameters)[0]);
      }
    }
    return weights[label] / Arrays.stream(weights).sum();
  }

  @Test
  void eachChainHasItsOwnLabel() {
    BoltzmannMachine machine = BoltzmannMachine.of(specs().findFirst().orElseThrow());
    int[] labels = {2, 0, 1, 1};
    GibbsSampler sampler = new GibbsSampler(machine, Clamp.labels(machine, labels));
    ChainStates chains = ChainStates.zeros(machine, 4);
    sampler.sweep(chains, 3, parameters(machine), stream());
    for (int c = 0; c < 4; c++) {
      assertEquals(1, chains.visible().get(c, 3 + labels[c]), "chain " + c);
    }
  }

  @Test
  void classesThatDoNotExistAreRefused() {
    BoltzmannMachine machine = BoltzmannMachine.of(specs().findFirst().orElseThrow());
    for (int label : new int[] {-1, CLASSES}) {
      assertThrows(
          IllegalArgumentException.class, () -> Clamp.labels(machine, new int[] {0, label}));
    }
  }
}
