package io.boltzspark.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A converted machine has the energy of the machine that it was, but for a constant, by the formula
 * of the energy in double precision: so it is the same distribution of values.
 */
class RestandardisationTest {
  private static final int STATES = 200;

  static Stream<SmallMachine> withRealVisibleUnits() {
    return Arrays.stream(SmallMachine.values())
        .filter(small -> small.spec().layers().get(0).stream().anyMatch(g -> g.type().isReal()))
        .filter(small -> small.machine().hasEnergy());
  }

  /** Scales other than 1, and offsets where values may lie below 0, for real units alone. */
  private static Standardisation standardisation(MachineSpec spec, SplittableRandom random) {
    int units = spec.dimensions().get(0);
    Standardisation found = Standardisation.identity(units);
    int unit = 0;
    for (UnitSpec group : spec.layers().get(0)) {
      for (int i = 0; i < group.size(); i++, unit++) {
        if (group.type().isReal()) {
          found.scale()[unit] = (float) random.nextDouble(0.6, 1.8);
        }
        if (group.type() == UnitType.GAUSSIAN) {
          found.offset()[unit] = (float) random.nextDouble(-2, 2);
        }
      }
    }
    return found;
  }

  @ParameterizedTest
  @MethodSource("withRealVisibleUnits")
  void theEnergyOfValuesChangesByAConstant(SmallMachine small) {
    assertChangesByAConstant(small.spec(), small.parameters(4));
  }

  /** Couplings of real units with each other and with units that stay as they are. */
  @Test
  void theEnergyOfMixedCoupledUnitsChangesByAConstant() {
    MachineSpec spec =
        new MachineSpec(
            List.of(
                List.of(
                    UnitSpec.of(UnitType.GAUSSIAN, 2),
                    UnitSpec.of(UnitType.SPIN, 2),
                    UnitSpec.of(UnitType.GAUSSIAN, 1)),
                List.of(UnitSpec.of(UnitType.BERNOULLI, 2))),
            List.of(0));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    SplittableRandom random = new SplittableRandom(8);
    float[] parameters = new float[machine.layout().size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (float) (0.3 * random.nextGaussian());
    }
    for (int i = 0; i < 5; i++) {
      BoltzmannMachine.mirror(machine.couplings(0), i, parameters);
      machine.clearWithinUnit(machine.couplings(0), i, parameters);
    }
    assertChangesByAConstant(spec, parameters);
  }

  private static void assertChangesByAConstant(MachineSpec spec, float[] parameters) {
    SplittableRandom random = new SplittableRandom(3);
    Standardisation before = standardisation(spec, random);
    Standardisation after = standardisation(spec, random);
    float[] kept = parameters.clone();
    float[] converted =
        Restandardisation.parameters(BoltzmannMachine.of(spec), parameters, before, after);
    assertArrayEquals(kept, parameters, "only read");
    EnergyFormula old = new EnergyFormula(spec, EnumeratedMachine.toDoubles(parameters));
    EnergyFormula now = new EnergyFormula(spec, EnumeratedMachine.toDoubles(converted));
    double constant = Double.NaN;
    double first = 0;
    for (int n = 0; n < STATES; n++) {
      double[][] s = states(spec, random);
      double[][] t = s.clone();
      t[0] = s[0].clone();
      for (int i = 0; i < t[0].length; i++) {
        double value = s[0][i] * before.scale()[i] + before.offset()[i];
        t[0][i] = (value - after.offset()[i]) / after.scale()[i];
      }
      double difference = now.energy(t) - old.energy(s);
      double rounding = rounding(converted, now.statisticMagnitudes(t));
      if (n == 0) {
        constant = difference;
        first = rounding;
      }
      assertEquals(constant, difference, 1.1 * (first + rounding), spec + ", state " + n);
    }
  }

  /** What of the energy is due to converted parameters having been rounded to single precision. */
  private static double rounding(float[] parameters, double[] derivatives) {
    double sum = 1e-12;
    for (int p = 0; p < parameters.length; p++) {
      sum += 0x1p-24 * Math.abs(parameters[p]) * derivatives[p];
    }
    return sum;
  }

  /** Any states: whether they are likely does not matter to the energy. */
  private static double[][] states(MachineSpec spec, SplittableRandom random) {
    double[][] states = new double[spec.layers().size()][];
    for (int l = 0; l < states.length; l++) {
      states[l] = new double[spec.dimensions().get(l)];
      int unit = 0;
      for (UnitSpec group : spec.layers().get(l)) {
        for (int i = 0; i < group.size(); i++, unit++) {
          double normal = random.nextGaussian();
          states[l][unit] =
              switch (group.type()) {
                case GAUSSIAN -> 2 * normal;
                case RECTIFIED -> Math.abs(2 * normal);
                case SPIN -> normal < 0 ? -1 : 1;
                default -> normal < 0 ? 0 : 1;
              };
        }
      }
    }
    return states;
  }

  @Test
  void theSameStandardisationChangesNothing() {
    SmallMachine small = withRealVisibleUnits().findFirst().orElseThrow();
    Standardisation one = standardisation(small.spec(), new SplittableRandom(5));
    float[] parameters = small.parameters(4);
    assertArrayEquals(
        parameters, Restandardisation.parameters(small.machine(), parameters, one, one));
  }

  /** A unit that has grown a thousand times as wide cannot keep so small a sigma. */
  @Test
  void sigmaStaysAboveItsBound() {
    MachineSpec spec =
        MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 2), UnitSpec.of(UnitType.BERNOULLI, 2));
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] zero = new float[machine.layout().size()];
    Standardisation wide = new Standardisation(new float[2], new float[] {1000, 2});
    float[] converted =
        Restandardisation.parameters(machine, zero, Standardisation.identity(2), wide);
    int sigma = machine.layout().segment("log_sigma.0").offset();
    assertEquals(Math.log(QuadraticUnits.SIGMA_FLOOR), converted[sigma], 1e-6);
    assertEquals(-Math.log(2), converted[sigma + 1], 1e-6);
  }

  @Test
  void whatCanBeConverted() {
    for (UnitType type : UnitType.values()) {
      boolean possible = List.of(UnitType.GAUSSIAN, UnitType.RECTIFIED).contains(type);
      assertEquals(possible, Restandardisation.isPossible(type), type.word());
    }
    assertTrue(withRealVisibleUnits().count() >= 4, "machines to test with");
  }
}
