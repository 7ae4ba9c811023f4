package io.boltzspark.monitoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.sampling.ChainStates;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** On machines whose rows and chains are drawn from them by enumeration. */
class HealthTest {
  private static final List<Integer> SHAPE = List.of(8, 4);
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(SHAPE);
  private static final float[] PARAMETERS = EnumeratedMachine.randomParameters(SHAPE, 1.5, 7);
  private static final EnumeratedMachine EXACT = new EnumeratedMachine(SHAPE, PARAMETERS);
  private static final int ROWS = 400;

  private static ChainStates drawn(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ChainStates states = ChainStates.zeros(MACHINE, count);
    double[] joint = EXACT.joint();
    for (int c = 0; c < count; c++) {
      EXACT.putState(EnumeratedMachine.draw(joint, random), states.layers(), c);
    }
    return states;
  }

  private static Health health(float[] parameters, ChainStates chains) {
    Watched watched =
        new Watched(MACHINE, 5, drawn(ROWS, 1).visible(), Matrix.zeros(0, SHAPE.get(0)));
    return Health.of(new Moment(watched, parameters, 10), chains);
  }

  private static void assertComplaint(String words, Health health) {
    assertTrue(
        health.complaints().stream().anyMatch(complaint -> complaint.contains(words)),
        () -> words + " not in " + health);
    assertTrue(health.line().contains(words), health::line);
  }

  @Test
  void theMachineThatDrewTheRowsIsSound() {
    Health health = health(PARAMETERS, drawn(100, 2));
    assertEquals(List.of(), health.complaints());
    assertEquals(4, health.values().get("hidden_units"));
    assertEquals(0, health.values().get("constant_units"));
    assertTrue((double) health.values().get("gain_over_independent_units") > 0, health::toString);
    assertTrue(health.line().contains("4 of 4 hidden units in use"), health::line);
  }

  private static Health healthOf(SmallMachine small, float[] parameters, Matrix rows) {
    BoltzmannMachine machine = small.machine();
    Watched watched = new Watched(machine, 5, rows, Matrix.zeros(0, rows.columns()));
    ChainStates chains = ChainStates.zeros(machine, 100);
    chains.visible().setFrom(rows.rows(0, 100));
    return Health.of(new Moment(watched, parameters, 10), chains);
  }

  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_SPIN", "COUPLED_POTTS", "COUPLED_GAUSSIAN"})
  void aMachineWithoutHiddenUnits(SmallMachine small) {
    BoltzmannMachine machine = small.machine();
    float[] parameters = small.parameters(7);
    if (!small.isDiscrete()) {
      // Weaker ones do not show in so few rows, whose own means and variances fit them best.
      for (int p = 0; p < machine.layout().firstUnitParameter(); p++) {
        parameters[p] = parameters[p] == 0 ? 0 : 0.3f;
      }
    }
    Matrix rows = small.enumerated(parameters).draws(ROWS, new SplittableRandom(1)).get(0);
    Health sound = healthOf(small, parameters, rows);
    assertEquals(List.of(), sound.complaints());
    assertFalse(sound.values().containsKey("hidden_units"));
    assertTrue((double) sound.values().get("gain_over_independent_units") > 0, sound::toString);
    // Independent units with the rows' own distributions are no better than themselves.
    Arrays.fill(parameters, 0, machine.layout().firstUnitParameter(), 0f);
    int units = rows.columns();
    double[] mean = new double[units];
    double[] variance = new double[units];
    for (int i = 0; i < units; i++) {
      for (int r = 0; r < ROWS; r++) {
        mean[i] += rows.get(r, i) / (double) ROWS;
      }
      for (int r = 0; r < ROWS; r++) {
        variance[i] += Math.pow(rows.get(r, i) - mean[i], 2) / ROWS;
      }
    }
    machine.visible().fit(mean, variance, parameters);
    Health independent = healthOf(small, parameters, rows);
    assertComplaint("all couplings are 0", independent);
    assertEquals(0, (double) independent.values().get("gain_over_independent_units"), 1e-5);
  }

  /** Independent spins are as varied as can be, and chains in one of two modes are not. */
  @Test
  void chainsOfAMachineWithoutHiddenUnits() {
    BoltzmannMachine machine = SmallMachine.COUPLED_SPIN.machine();
    float[] weak = allCouplings(0.01f);
    float[] strong = allCouplings(4f);
    Matrix rows = Matrix.zeros(ROWS, machine.visible().size());
    for (int r = 0; r < ROWS; r++) {
      Arrays.fill(rows.values(), rows.offset(r), rows.offset(r + 1), r % 2 * 2 - 1);
    }
    SplittableRandom random = new SplittableRandom(3);
    ChainStates chains = ChainStates.zeros(machine, 100);
    for (int i = 0; i < chains.visible().values().length; i++) {
      chains.visible().values()[i] = random.nextInt(2) * 2 - 1;
    }
    Watched watched = new Watched(machine, 5, rows, Matrix.zeros(0, rows.columns()));
    assertEquals(List.of(), Health.of(new Moment(watched, weak, 10), chains).complaints());
    Arrays.fill(chains.visible().values(), 1f);
    assertComplaint("crowded in few states", Health.of(new Moment(watched, strong, 10), chains));
  }

  private static float[] allCouplings(float value) {
    SmallMachine small = SmallMachine.COUPLED_SPIN;
    float[] parameters = small.parameters(7);
    for (int p = 0; p < parameters.length; p++) {
      boolean isCoupling = p < small.machine().layout().firstUnitParameter() && parameters[p] != 0;
      parameters[p] = isCoupling ? value : 0;
    }
    return parameters;
  }

  @Test
  void weightsThatAreAllZero() {
    float[] parameters = PARAMETERS.clone();
    int weights = MACHINE.layout().firstUnitParameter();
    Arrays.fill(parameters, 0, weights, 0f);
    Health health = health(parameters, drawn(100, 2));
    assertComplaint("all weights are 0", health);
    assertFalse(health.values().containsKey("hidden_units"));
  }

  @Test
  void hiddenUnitsThatNeverChange() {
    float[] parameters = PARAMETERS.clone();
    for (int j = 0; j < 3; j++) {
      parameters[MACHINE.layer(1).biasOffset() + j] = j == 0 ? 200 : -200;
    }
    Health health = health(parameters, drawn(100, 2));
    assertEquals(3, health.values().get("constant_units"));
    assertComplaint("3 of 4 hidden units have the same mean", health);
  }

  @Test
  void hiddenUnitsThatCopyOneAnother() {
    float[] parameters = PARAMETERS.clone();
    Matrix weights = MACHINE.connections().get(0).weights(parameters);
    int bias = MACHINE.layer(1).biasOffset();
    for (int j = 1; j < 4; j++) {
      float sign = j == 3 ? -1 : 1; // the opposite says as little
      for (int i = 0; i < 8; i++) {
        weights.set(i, j, sign * weights.get(i, 0));
      }
      parameters[bias + j] = sign * parameters[bias];
    }
    Health health = health(parameters, drawn(100, 2));
    assertEquals(3, health.values().get("alike_units"));
    assertComplaint("3 of 4 hidden units copy another one", health);
  }

  /** The signs of all parameters turned, it predicts the opposite of each unit. */
  @Test
  void worseThanIndependentUnits() {
    float[] parameters = PARAMETERS.clone();
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] *= p >= MACHINE.layer(0).biasOffset() ? -3 : 1;
    }
    assertComplaint("worse than the unit's mean", health(parameters, drawn(100, 2)));
  }

  /** No unit can tell them apart, whatever the machine, so nothing is said of units or rates. */
  @ParameterizedTest
  @ValueSource(floats = {0, 1})
  void rowsThatAreAllTheSame(float value) {
    Matrix rows = Matrix.zeros(20, SHAPE.get(0));
    for (int r = 0; r < 20; r++) {
      for (int i = 0; i < SHAPE.get(0); i++) {
        rows.set(r, i, value);
      }
    }
    Watched watched = new Watched(MACHINE, 5, rows, Matrix.zeros(0, SHAPE.get(0)));
    Health health = Health.of(new Moment(watched, PARAMETERS, 10), drawn(100, 2));
    assertComplaint("all rows are the same", health);
    assertEquals(1, health.complaints().size(), health::toString);
  }

  /**
   * Each unit is on in every other row, and a logit that is off by d costs d / 2 where it is off,
   * gains as much where it is on, and costs d^2 / 8 on top: the same in each row.
   */
  @Test
  void aLossThatHardlyIsOneIsNoComplaint() {
    int units = SHAPE.get(0);
    float[] parameters = new float[PARAMETERS.length];
    Arrays.fill(parameters, 0, MACHINE.layout().firstUnitParameter(), 1e-6f);
    int bias = MACHINE.layer(0).biasOffset();
    Arrays.fill(parameters, bias, bias + units, 0.1f);
    Matrix rows = Matrix.zeros(20, units);
    for (int r = 0; r < 20; r++) {
      for (int i = r % 2; i < units; i += 2) {
        rows.set(r, i, 1);
      }
    }
    Watched watched = new Watched(MACHINE, 5, rows, Matrix.zeros(0, units));
    Health health = Health.of(new Moment(watched, parameters, 10), drawn(100, 2));
    double gain = (double) health.values().get("gain_over_independent_units");
    assertEquals(-units * 0.1 * 0.1 / 8, gain, 1e-4); // d^4 / 192 and weights are less
    assertFalse(health.line().contains("worse than"), health::line);
  }

  @Test
  void chainsInOneState() {
    ChainStates chains = ChainStates.zeros(MACHINE, 100);
    ChainStates one = drawn(1, 3);
    for (int c = 0; c < 100; c++) {
      for (int l = 0; l < 2; l++) {
        chains.layer(l).rows(c, c + 1).setFrom(one.layer(l));
      }
    }
    float[] strong = PARAMETERS.clone();
    for (int p = 0; p < strong.length; p++) {
      strong[p] *= 20; // a sweep hardly moves anything
    }
    assertComplaint("crowded in few states", health(strong, chains));
  }

  /** By hand: chains vary by 2 / 3 and 0, rows by 1 / 3 in each of two columns. */
  @Test
  void spreadOfChains() {
    Matrix chains = Matrix.zeros(4, 2);
    Matrix rows = Matrix.zeros(4, 2);
    for (int r = 0; r < 4; r++) {
      chains.set(r, 0, r % 2 * (float) Math.sqrt(2));
      rows.set(r, 0, r % 2);
      rows.set(r, 1, r / 2);
    }
    assertEquals(1, ChainSpread.of(chains, rows), 1e-6);
    assertTrue(Double.isNaN(ChainSpread.of(chains, Matrix.zeros(4, 2))));
    assertTrue(Double.isNaN(ChainSpread.of(chains.rows(0, 1), rows)));
  }

  /** A machine without weights, with the biases of the rows' means, gains nothing. */
  @Test
  void gainOfIndependentUnitsIsNone() {
    float[] parameters = new float[PARAMETERS.length];
    Matrix rows = drawn(ROWS, 1).visible();
    for (int i = 0; i < 8; i++) {
      double mean = 0;
      for (int r = 0; r < ROWS; r++) {
        mean += rows.get(r, i) / ROWS;
      }
      parameters[MACHINE.layer(0).biasOffset() + i] = (float) Math.log(mean / (1 - mean));
    }
    Watched watched = new Watched(MACHINE, 5, rows, Matrix.zeros(0, 8));
    IndependentUnits found = IndependentUnits.of(new Moment(watched, parameters, 1), rows);
    assertEquals(0, found.gain(), 1e-5);
  }
}
