package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Climbing through trained pairs against Gibbs sampling by hand, pair by pair. */
class AscentTest {
  private static final List<Integer> SIZES = List.of(7, 5, 6, 4);
  private static final int ROWS = 9;
  private static final long SEED = 321;

  private static RandomStream stream() {
    return new RandomStream(SEED, Purpose.ASCENT, 0, 0);
  }

  private static Matrix data() {
    Matrix data = Matrix.zeros(ROWS, SIZES.get(0));
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < data.values().length; i++) {
      data.values()[i] = random.nextInt(2);
    }
    return data;
  }

  private static float[] parameters(int pair) {
    return EnumeratedMachine.randomParameters(SIZES.subList(pair, pair + 2), 0.7, SEED + pair);
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 3", "2, 1", "2, 2", "3, 1", "3, 5"})
  void eachPairHandsOnTheLastHiddenDrawOfItsSweeps(int pairs, int sweeps) {
    List<MachineSpec> specs = new ArrayList<>();
    List<float[]> parameters = new ArrayList<>();
    RandomStream random = stream();
    double[][] states = NaiveMachine.copy(data());
    for (int pair = 0; pair < pairs; pair++) {
      List<Integer> shape = SIZES.subList(pair, pair + 2);
      specs.add(MachineSpec.bernoulli(shape));
      parameters.add(parameters(pair));
      NaiveMachine naive = new NaiveMachine(shape, parameters(pair));
      double[][][] chain = naive.zeros(ROWS);
      chain[0] = states;
      for (int sweep = 1; sweep <= sweeps; sweep++) {
        if (sweep > 1) {
          chain[0] = naive.draw(naive.means(0, chain), random);
        }
        chain[1] = naive.draw(naive.means(1, chain), random);
      }
      states = chain[1];
    }
    Ascent ascent = new Ascent(specs, parameters, sweeps, 1);
    Ascent.Climber climber = ascent.climber();
    assertFalse(ascent.isIdentity());
    assertEquals(SIZES.get(0), climber.unitsBelow(-1));
    for (int time = 0; time < 2; time++) { // buffers are kept
      Matrix top = Matrix.zeros(ROWS, SIZES.get(pairs));
      climber.climb(data(), top, stream());
      assertArrayEquals(states, NaiveMachine.copy(top), "seed " + SEED);
    }
  }

  @Test
  void withoutPairsTheDataAreTheStates() {
    Ascent none = Ascent.none();
    assertTrue(none.isIdentity());
    Matrix data = data();
    none.climber().climb(data, data, stream());
    assertArrayEquals(data().toArray(), data.toArray());
    assertEquals(11, none.climber().unitsBelow(11));
  }

  @Test
  void copiesAreCounted() {
    Ascent twice = new Ascent(List.of(), List.of(), 1, 2);
    assertFalse(twice.isIdentity());
    Matrix data = data();
    twice.climber().climb(data, data, stream());
    for (int i = 0; i < data.values().length; i++) {
      assertEquals(2 * data().values()[i], data.values()[i]);
    }
  }

  /** Two copies of each visible unit share their weights: the hidden ones see their sum. */
  @Test
  void thePairAboveDoubledDataSeesEachTwice() {
    List<Integer> shape = SIZES.subList(0, 2);
    MachineSpec pair =
        MachineSpec.of(UnitSpec.of(UnitType.BINOMIAL, 7, 2), UnitSpec.of(UnitType.BERNOULLI, 5));
    NaiveMachine naive = new NaiveMachine(shape, parameters(0));
    double[][][] states = naive.zeros(ROWS);
    states[0] = NaiveMachine.copy(data());
    for (double[] row : states[0]) {
      for (int i = 0; i < row.length; i++) {
        row[i] *= 2;
      }
    }
    Matrix top = Matrix.zeros(ROWS, 5);
    Ascent ascent = new Ascent(List.of(pair), List.of(parameters(0)), 1, 2);
    ascent.climber().climb(data(), top, stream());
    double[][] drawn = naive.draw(naive.means(1, states), stream());
    assertArrayEquals(drawn, NaiveMachine.copy(top), "seed " + SEED);
  }

  @Test
  void parametersAreThoseGiven() {
    float[] parameters = parameters(0);
    List<MachineSpec> specs = List.of(MachineSpec.bernoulli(SIZES.subList(0, 2)));
    Ascent ascent = new Ascent(specs, List.of(parameters), 1, 1);
    assertSame(parameters, ascent.parameters().get(0));
    assertEquals(BoltzmannMachine.of(specs.get(0)).layout().size(), parameters.length);
  }
}
