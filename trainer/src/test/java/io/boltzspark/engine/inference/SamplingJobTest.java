package io.boltzspark.engine.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.LabelledMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.testing.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sampling on Spark against machines whose samples are known, and against itself. */
class SamplingJobTest {
  /** More than a slice of 25 chains, and not a multiple of it. */
  private static final int CHAINS = 60;

  private static final int VISIBLE = 9;
  private static final boolean[] PICTURE = {
    true, false, true, false, true, false, true, true, false
  };

  /** The sigmoid of 20 is 1 to 2e-9, and the kernel's approximation adds less than 1e-6. */
  private static final double TOLERANCE = 1e-6;

  private static SamplingJob job(int cores, BoltzmannMachine machine, float[] parameters) {
    return new SamplingJob(TestSpark.context(TestSpark.local(cores)), machine, parameters);
  }

  /** A visible layer and so many hidden layers of one unit. */
  private static BoltzmannMachine tower(int hiddenLayers) {
    List<Integer> sizes = new ArrayList<>(List.of(VISIBLE));
    for (int l = 0; l < hiddenLayers; l++) {
      sizes.add(1);
    }
    return BoltzmannMachine.bernoulli(sizes);
  }

  /**
   * When layer 1 is on, the visible units show the picture, when it is off, its negative, and each
   * of the two keeps layer 1 as it is. Any two neighbouring hidden units hold each other: given
   * either neighbour alone, or both if these agree, a unit's input is 20 or more from 0 on their
   * side.
   */
  private static float[] twoPictures(BoltzmannMachine machine) {
    float[] parameters = new float[machine.layout().size()];
    int weights = machine.layout().segment("weights.0").offset();
    int visible = machine.layout().segment("bias.0").offset();
    int on = 0;
    for (int i = 0; i < VISIBLE; i++) {
      float sign = PICTURE[i] ? 1 : -1;
      parameters[weights + i] = 40 * sign;
      parameters[visible + i] = -20 * sign;
      on += PICTURE[i] ? 1 : 0;
    }
    // Halfway between the input of the picture, 40 on, and of its negative, -40 (VISIBLE - on).
    parameters[machine.layout().segment("bias.1").offset()] = -20f * (on - (VISIBLE - on));
    for (int l = 1; l + 1 < machine.layers().size(); l++) {
      parameters[machine.layout().segment("weights." + l).offset()] = 40;
      parameters[machine.layout().segment("bias." + (l + 1)).offset()] = -20;
    }
    return parameters;
  }

  private static void assertPicture(Matrix means, int chain, boolean negative) {
    for (int i = 0; i < VISIBLE; i++) {
      double expected = PICTURE[i] != negative ? 1 : 0;
      assertEquals(expected, means.get(chain, i), TOLERANCE, "chain " + chain + ", unit " + i);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void chainsStayWithThePictureTheyStartFrom(int hiddenLayers) {
    BoltzmannMachine machine = tower(hiddenLayers);
    ChainStates start = ChainStates.zeros(machine, CHAINS);
    for (int c = 0; c < CHAINS; c++) {
      boolean on = c % 3 == 0;
      for (int i = 0; i < VISIBLE; i++) {
        start.visible().set(c, i, PICTURE[i] == on ? 1 : 0);
      }
      for (int l = 1; l <= hiddenLayers; l++) {
        start.layer(l).set(c, 0, on ? 1 : 0);
      }
    }
    byte[] encoded = new ChainCodec(machine).encode(start);
    SamplingJob job = job(2, machine, twoPictures(machine));
    for (int sweeps : new int[] {1, 5}) {
      for (Reading reading : Reading.values()) {
        for (Ending ending : Ending.values()) {
          SamplingPlan plan = SamplingPlan.of(sweeps, 1).with(reading).with(ending);
          Matrix fromVisible = job.fromVisible(start.visible(), plan).visible();
          Matrix fromChains =
              job.fromChains(encoded, encoded.length / CHAINS, CHAINS, plan).visible();
          for (int c = 0; c < CHAINS; c++) {
            assertPicture(fromVisible, c, c % 3 != 0);
            assertPicture(fromChains, c, c % 3 != 0);
          }
          // A draw that is not what its mean says happens once in half a billion.
          assertTrue(ending == Ending.MEANS || isBinary(fromVisible), "draws are states");
        }
      }
    }
    assertEquals(
        27,
        job.fromChains(encoded, encoded.length / CHAINS, 27, SamplingPlan.of(1, 1))
            .visible()
            .rows());
    assertEquals(
        CHAINS,
        job.fromChains(encoded, encoded.length / CHAINS, CHAINS + 1, SamplingPlan.of(1, 1))
            .visible()
            .rows());
  }

  /** Replicas of the same chain have other states; every third one is a chain's own. */
  @Test
  void onlyTheFirstReplicaOfEachChainCounts() {
    BoltzmannMachine machine = tower(1);
    ChainStates replicas = ChainStates.zeros(machine, 3 * CHAINS);
    for (int c = 0; c < CHAINS; c++) {
      for (int replica = 0; replica < 3; replica++) {
        replicas.layer(1).set(3 * c + replica, 0, (c % 2 == 0) == (replica == 0) ? 1 : 0);
      }
    }
    byte[] encoded = new ChainCodec(machine).encode(replicas);
    Matrix states =
        job(2, machine, twoPictures(machine))
            .fromChains(encoded, encoded.length / CHAINS, 3 * CHAINS, SamplingPlan.of(1, 1))
            .visible();
    assertEquals(CHAINS, states.rows());
    for (int c = 0; c < CHAINS; c++) {
      assertPicture(states, c, c % 2 != 0);
    }
  }

  private static boolean isBinary(Matrix states) {
    for (float state : states.toArray()) {
      if (state != 0 && state != 1) {
        return false;
      }
    }
    return true;
  }

  @Test
  void biasesAloneDecideFromNoise() {
    BoltzmannMachine machine = tower(1);
    float[] parameters = new float[machine.layout().size()];
    int visible = machine.layout().segment("bias.0").offset();
    for (int i = 0; i < VISIBLE; i++) {
      parameters[visible + i] = PICTURE[i] ? 30 : -30;
    }
    Matrix means = job(2, machine, parameters).fromNoise(CHAINS, SamplingPlan.of(1, 4)).visible();
    assertEquals(CHAINS, means.rows());
    for (int c = 0; c < CHAINS; c++) {
      assertPicture(means, c, false);
    }
  }

  /**
   * Three classes, of which each holds one hidden unit on and the others off, whatever the pixels
   * are, and each hidden unit holds one pixel.
   */
  @Test
  void labelsThatAreHeldDecideTheirPixels() {
    LabelledMachine labelled = new LabelledMachine(0, 0, 3, 3, 3);
    BoltzmannMachine machine = labelled.machine();
    float[] parameters = labelled.parameters();
    int weights = machine.layout().segment("weights.0").offset();
    for (int y = 0; y < 3; y++) {
      parameters[weights + 3 * y + y] = 40; // pixel y
      parameters[weights + 3 * (3 + y) + y] = 200; // label y
      parameters[machine.layout().segment("bias.0").offset() + y] = -20;
      parameters[machine.layout().segment("bias.1").offset() + y] = -120;
    }
    List<Integer> labels = new ArrayList<>();
    for (int c = 0; c < CHAINS; c++) {
      labels.add(c * c % 7 % 3);
    }
    SamplingJob job = job(2, machine, parameters);
    for (Ending ending : Ending.values()) {
      SamplingPlan plan = SamplingPlan.of(3, 9).withLabels(labels).with(ending);
      Matrix wrong = Matrix.zeros(CHAINS, 6); // whose labels do not count
      for (int c = 0; c < CHAINS; c++) {
        wrong.set(c, 3 + (labels.get(c) + 1) % 3, 1);
      }
      for (Matrix states :
          List.of(job.fromNoise(CHAINS, plan).visible(), job.fromVisible(wrong, plan).visible())) {
        for (int c = 0; c < CHAINS; c++) {
          for (int y = 0; y < 3; y++) {
            float expected = labels.get(c) == y ? 1 : 0;
            assertEquals(expected, states.get(c, y), TOLERANCE, "chain " + c + ", pixel " + y);
            assertEquals(expected, states.get(c, 3 + y), "chain " + c + ", label " + y);
          }
        }
      }
    }
  }

  /** One machine with labels, one with two hidden layers. */
  static Stream<LabelledMachine> machines() {
    return Stream.of(
        new LabelledMachine(1, 8, 26, 4, 20), new LabelledMachine(1, 8, 26, 4, 20, 10));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void coresDecideNoPixel(LabelledMachine labelled) {
    BoltzmannMachine machine = labelled.machine();
    Random random = new Random(8);
    ChainStates start = ChainStates.zeros(machine, CHAINS);
    for (Matrix layer : start.layers()) {
      for (int i = 0; i < layer.values().length; i++) {
        layer.values()[i] = random.nextInt(2);
      }
    }
    byte[] encoded = new ChainCodec(machine).encode(start);
    Integer[] labels = new Integer[CHAINS];
    Arrays.setAll(labels, c -> c % 4);
    SamplingPlan plan = SamplingPlan.of(7, 5);
    List<SamplingPlan> plans =
        List.of(
            plan,
            plan.with(Ending.STATES),
            plan.with(Reading.BELIEF_NET),
            plan.withLabels(List.of(labels)),
            plan.annealedFrom(0.3).shownEvery(3),
            plan.with(Ending.STATES).at(2).withEnergies(),
            plan.withLabels(List.of(labels)).holding(new TreeMap<>(Map.of(3, 1f, 7, 0f))),
            plan.with(Reading.BELIEF_NET).with(Ending.STATES).shownEvery(2));
    List<float[]> one = results(job(1, machine, labelled.parameters()), start, encoded, plans);
    List<float[]> two = results(job(2, machine, labelled.parameters()), start, encoded, plans);
    for (int i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i), two.get(i), "result " + i);
    }
    float[] noise = one.get(0);
    SamplingJob job = job(2, machine, labelled.parameters());
    float[] otherSeed = job.fromNoise(CHAINS, SamplingPlan.of(7, 6)).visible().toArray();
    assertFalse(Arrays.equals(noise, otherSeed));
    // Slices have random numbers of their own: chains of different slices are not copies.
    int slice = 25 * machine.visible().size();
    assertFalse(Arrays.equals(noise, 0, slice, noise, slice, 2 * slice));
    for (float mean : noise) {
      assertTrue(mean >= 0 && mean <= 1, "a mean of " + mean);
    }
  }

  private static List<float[]> results(
      SamplingJob job, ChainStates start, byte[] encoded, List<SamplingPlan> plans) {
    List<float[]> results = new ArrayList<>();
    for (SamplingPlan plan : plans) {
      for (Samples samples :
          List.of(
              job.fromNoise(CHAINS, plan),
              job.fromVisible(start.visible(), plan),
              job.fromChains(encoded, encoded.length / CHAINS, CHAINS, plan))) {
        results.add(samples.visible().toArray());
        float[] energies = new float[samples.energies().length];
        for (int c = 0; c < energies.length; c++) {
          energies[c] = (float) samples.energies()[c];
        }
        results.add(energies);
      }
    }
    return results;
  }

  /** Visible states that carry the chain are put back after they were shown as something else. */
  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_POTTS", "SEMI_RESTRICTED_BERNOULLI"})
  void whatIsShownOfCoupledUnitsChangesNoChain(SmallMachine small) {
    SamplingJob job = job(2, small.machine(), small.parameters(19));
    for (Ending ending : Ending.values()) {
      SamplingPlan plan = SamplingPlan.of(8, 3).with(ending);
      Matrix times =
          job.fromNoise(CHAINS, plan.shownEvery(3)).visible(); // after 0, 3, 6 and 8 sweeps
      assertArrayEquals(
          job.fromNoise(CHAINS, plan).visible().toArray(),
          times.rows(3 * CHAINS, 4 * CHAINS).toArray(),
          small + ", " + ending);
    }
  }

  @Test
  void whatIsShownOnTheWayChangesNoChain() {
    BoltzmannMachine machine = tower(3);
    float[] parameters = new float[machine.layout().size()];
    SplittableRandom random = new SplittableRandom(17);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) random.nextGaussian();
    }
    SamplingJob job = job(2, machine, parameters);
    ChainStates start = ChainStates.zeros(machine, CHAINS);
    for (int i = 0; i < start.visible().values().length; i++) {
      start.visible().values()[i] = random.nextInt(2);
    }
    byte[] encoded = new ChainCodec(machine).encode(start);
    for (Reading reading : Reading.values()) {
      for (Ending ending : Ending.values()) {
        SamplingPlan plan = SamplingPlan.of(8, 3).with(reading).with(ending);
        SamplingPlan shown = plan.shownEvery(3); // after 0, 3, 6 and 8 sweeps
        Matrix times = job.fromVisible(start.visible(), shown).visible();
        assertEquals(4 * CHAINS, times.rows());
        assertArrayEquals(
            start.visible().toArray(), times.rows(0, CHAINS).toArray(), "the start itself");
        assertArrayEquals(
            job.fromVisible(start.visible(), plan).visible().toArray(),
            times.rows(3 * CHAINS, 4 * CHAINS).toArray(),
            "the end, " + shown);
        Matrix goneOn = job.fromChains(encoded, encoded.length / CHAINS, CHAINS, shown).visible();
        assertArrayEquals(
            job.fromChains(encoded, encoded.length / CHAINS, CHAINS, plan).visible().toArray(),
            goneOn.rows(3 * CHAINS, 4 * CHAINS).toArray(),
            "the end of chains that go on, " + shown);
        // Draws at the end, and those on the way down a net, have the numbers of the chains.
        if (ending == Ending.MEANS && reading == Reading.MACHINE) {
          assertArrayEquals(
              job.fromVisible(start.visible(), SamplingPlan.of(3, 3).with(reading).with(ending))
                  .visible()
                  .toArray(),
              times.rows(CHAINS, 2 * CHAINS).toArray(),
              "after 3 sweeps, " + shown);
        }
      }
    }
  }

  /** At a temperature at which nothing holds, chains leave their picture, but not without it. */
  @Test
  void annealedChainsForgetTheirStart() {
    BoltzmannMachine machine = tower(1);
    Matrix start = Matrix.zeros(CHAINS, VISIBLE);
    for (int c = 0; c < CHAINS; c++) {
      for (int i = 0; i < VISIBLE; i++) {
        start.set(c, i, PICTURE[i] ? 1 : 0);
      }
    }
    SamplingJob job = job(2, machine, twoPictures(machine));
    SamplingPlan plan = SamplingPlan.of(200, 23);
    Matrix annealed = job.fromVisible(start, plan.annealedFrom(1e-4)).visible();
    int kept = 0;
    for (int c = 0; c < CHAINS; c++) {
      boolean negative = annealed.get(c, 0) < 0.5;
      assertPicture(annealed, c, negative); // the last sweep has the machine's own temperature
      kept += negative ? 0 : 1;
    }
    // Both pictures have the same energy up to a constant that the bias of layer 1 balances, so a
    // chain ends in either with probability 1/2: all alike happens once in 2^59.
    assertTrue(kept > 0 && kept < CHAINS, kept + " of " + CHAINS + ", seed 23");
    Matrix plain = job.fromVisible(start, plan).visible();
    for (int c = 0; c < CHAINS; c++) {
      assertPicture(plain, c, false);
    }
  }

  @Test
  void temperaturesRiseEvenlyToTheMachinesOwn() {
    SamplingPlan plan = SamplingPlan.of(5, 1).annealedFrom(0.2);
    float[] expected = {0.2f, 0.4f, 0.6f, 0.8f, 1f};
    for (int sweep = 1; sweep <= 5; sweep++) {
      assertEquals(expected[sweep - 1], plan.beta(sweep), 1e-7, "sweep " + sweep);
    }
    assertEquals(1, SamplingPlan.of(1, 1).annealedFrom(0.2).beta(1), "a single sweep");
    SamplingPlan cold = SamplingPlan.of(3, 1).at(0.5).annealedFrom(1);
    assertEquals(List.of(1f, 1.5f, 2f), List.of(cold.beta(1), cold.beta(2), cold.beta(3)));
    assertEquals(1, plan.times());
    assertEquals(4, plan.shownEvery(2).times()); // 0, 2, 4, 5
    assertEquals(6, plan.shownEvery(1).times());
  }

  @Test
  void gaussianStartsAreStandardNormalAndHaveALabel() {
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            new MachineSpec(
                List.of(
                    List.of(UnitSpec.of(UnitType.BERNOULLI, 100), UnitSpec.label(4)),
                    List.of(UnitSpec.of(UnitType.BERNOULLI, 2)))));
    SamplingJob job = job(2, machine, new float[machine.layout().size()]);
    Matrix start = job.fromGaussian(CHAINS, SamplingPlan.of(1, 41).shownEvery(1)).visible();
    double sum = 0;
    double squares = 0;
    for (int c = 0; c < CHAINS; c++) {
      for (int i = 0; i < 100; i++) {
        sum += start.get(c, i);
        squares += start.get(c, i) * start.get(c, i);
      }
      double label = 0;
      for (int y = 0; y < 4; y++) {
        label += start.get(c, 100 + y);
      }
      assertEquals(1, label, "chain " + c);
    }
    double n = 100.0 * CHAINS;
    assertEquals(0, sum / n, 5 / Math.sqrt(n), "mean, seed 41");
    assertEquals(1, squares / n, 5 * Math.sqrt(2 / n), "variance, seed 41");
  }

  @Test
  void plansThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SamplingPlan.of(0, 1));
    SamplingPlan plan = SamplingPlan.of(3, 1);
    assertThrows(IllegalArgumentException.class, () -> plan.annealedFrom(0));
    assertThrows(IllegalArgumentException.class, () -> plan.annealedFrom(1.1));
    assertThrows(IllegalArgumentException.class, () -> plan.annealedFrom(Double.NaN));
    assertThrows(IllegalArgumentException.class, () -> plan.shownEvery(-1));
    SamplingPlan held = SamplingPlan.of(1, 1).withLabels(List.of(0));
    assertThrows(IllegalArgumentException.class, () -> held.with(Reading.BELIEF_NET));
    SamplingPlan clamped = SamplingPlan.of(1, 1).holding(new TreeMap<>(Map.of(0, 1f)));
    assertThrows(IllegalArgumentException.class, () -> clamped.with(Reading.BELIEF_NET));
    for (double temperature : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> plan.at(temperature));
    }
    assertThrows(IllegalArgumentException.class, () -> plan.at(2).annealedFrom(0.6));
    assertThrows(IllegalArgumentException.class, plan::withEnergies); // of means
  }
}
