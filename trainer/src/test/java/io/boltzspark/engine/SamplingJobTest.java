package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.SamplingPlan.Ending;
import io.boltzspark.engine.SamplingPlan.Reading;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.LabelledMachine;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.testing.TestSpark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
          Matrix fromVisible = job.fromVisible(start.visible(), plan);
          Matrix fromChains = job.fromChains(encoded, 1, CHAINS, plan);
          for (int c = 0; c < CHAINS; c++) {
            assertPicture(fromVisible, c, c % 3 != 0);
            assertPicture(fromChains, c, c % 3 != 0);
          }
          // A draw that is not what its mean says happens once in half a billion.
          assertTrue(ending == Ending.MEANS || isBinary(fromVisible), "draws are states");
        }
      }
    }
    assertEquals(27, job.fromChains(encoded, 1, 27, SamplingPlan.of(1, 1)).rows());
    assertEquals(CHAINS, job.fromChains(encoded, 1, CHAINS + 1, SamplingPlan.of(1, 1)).rows());
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
            .fromChains(encoded, 3, 3 * CHAINS, SamplingPlan.of(1, 1));
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
    Matrix means = job(2, machine, parameters).fromNoise(CHAINS, SamplingPlan.of(1, 4));
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
      for (Matrix states : List.of(job.fromNoise(CHAINS, plan), job.fromVisible(wrong, plan))) {
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
            plan.with(Ending.DRAWS),
            plan.with(Reading.BELIEF_NET),
            plan.withLabels(List.of(labels)));
    List<float[]> one = results(job(1, machine, labelled.parameters()), start, encoded, plans);
    List<float[]> two = results(job(2, machine, labelled.parameters()), start, encoded, plans);
    for (int i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i), two.get(i), "result " + i);
    }
    float[] noise = one.get(0);
    SamplingJob job = job(2, machine, labelled.parameters());
    float[] otherSeed = job.fromNoise(CHAINS, SamplingPlan.of(7, 6)).toArray();
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
      results.add(job.fromNoise(CHAINS, plan).toArray());
      results.add(job.fromVisible(start.visible(), plan).toArray());
      results.add(job.fromChains(encoded, 1, CHAINS, plan).toArray());
    }
    return results;
  }

  @Test
  void plansThatCannotBeAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> SamplingPlan.of(0, 1));
    SamplingPlan held = SamplingPlan.of(1, 1).withLabels(List.of(0));
    assertThrows(IllegalArgumentException.class, () -> held.with(Reading.BELIEF_NET));
  }
}
