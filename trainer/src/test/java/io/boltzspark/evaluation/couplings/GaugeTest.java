package io.boltzspark.evaluation.couplings;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Gauges, by the formula of the energy at all joint states. */
class GaugeTest {
  /** Rounding to single precision of some ten parameters of about 1 that an energy adds up. */
  private static final double ROUNDING = 1e-5;

  static List<Arguments> machinesAndGauges() {
    UnitSpec sites = UnitSpec.of(UnitType.POTTS, 6, 3);
    List<MachineSpec> specs =
        List.of(
            SmallMachine.COUPLED_POTTS.spec(),
            SmallMachine.POTTS_BERNOULLI.spec(),
            SmallMachine.SEMI_RESTRICTED_POTTS.spec(),
            MachineSpec.of(sites, UnitSpec.of(UnitType.GAUSSIAN, 1)).withCouplings(0),
            MachineSpec.of(sites, UnitSpec.of(UnitType.POTTS, 2, 2)).withCouplings(0, 1),
            MachineSpec.of(
                sites, UnitSpec.of(UnitType.BERNOULLI, 2), UnitSpec.of(UnitType.SPIN, 1)),
            new MachineSpec(
                List.of(
                    List.of(sites, UnitSpec.label(2)), List.of(UnitSpec.of(UnitType.BERNOULLI, 2))),
                List.of(0)));
    List<Arguments> all = new ArrayList<>();
    for (MachineSpec spec : specs) {
      for (Gauge gauge : Gauge.values()) {
        all.add(Arguments.of(spec, gauge));
      }
    }
    return all;
  }

  /** Weights and biases of about 1/2, symmetric couplings, log sigma 0. */
  private static float[] parameters(BoltzmannMachine machine) {
    SplittableRandom random = new SplittableRandom(5);
    float[] parameters = new float[machine.layout().size()];
    machine.layout().segments().stream()
        .filter(segment -> !segment.name().startsWith("log_sigma"))
        .forEach(
            segment -> {
              for (int i = 0; i < segment.size(); i++) {
                parameters[segment.offset() + i] = (float) (0.5 * random.nextGaussian());
              }
            });
    for (int l : machine.spec().coupled()) {
      for (int i = 0; i < machine.layer(l).size(); i++) {
        machine.clearWithinUnit(machine.couplings(l), i, parameters);
        BoltzmannMachine.mirror(machine.couplings(l), i, parameters);
      }
    }
    return parameters;
  }

  @ParameterizedTest
  @MethodSource("machinesAndGauges")
  void allEnergiesChangeByOneConstant(MachineSpec spec, Gauge gauge) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = parameters(machine);
    float[] before = parameters.clone();
    EnumeratedMachine given = new EnumeratedMachine(spec, parameters);
    float[] made = gauge.of(machine, parameters);
    assertArrayEquals(before, parameters);
    EnumeratedMachine fixed = new EnumeratedMachine(spec, made);
    double constant = fixed.energy(0) - given.energy(0);
    double most = 0;
    for (int n = 0; n < given.states(); n++) {
      assertEquals(constant, fixed.energy(n) - given.energy(n), ROUNDING, "state " + n);
      most = Math.max(most, Math.abs(given.energy(n)));
    }
    assertTrue(most > 1, "energies that say something");
    assertEquals(given.logPartition() - constant, fixed.logPartition(), ROUNDING);
  }

  @ParameterizedTest
  @MethodSource("machinesAndGauges")
  void whatAGaugeMakesZeroIsZero(MachineSpec spec, Gauge gauge) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    Layer visible = machine.visible();
    float[] made = gauge.of(machine, parameters(machine));
    if (gauge == Gauge.NONE) {
      assertArrayEquals(parameters(machine), made);
      return;
    }
    Matrix biases = new Matrix(made, visible.biasOffset(), 1, visible.size());
    for (int site = 0; site < visible.sites(); site++) {
      assertEquals(0, ofSite(gauge, visible, site, biases, 0), 1e-6);
      for (Connection c : machine.connectionsAbove(0)) {
        for (int m = 0; m < c.columns(); m++) {
          assertEquals(0, ofSite(gauge, visible, site, transposed(c.weights(made)), m), 1e-6);
        }
      }
      if (machine.couplings(0) == null) {
        continue;
      }
      Matrix couplings = machine.couplings(0).weights(made);
      for (int i = 0; i < visible.size(); i++) {
        assertEquals(0, ofSite(gauge, visible, site, couplings, i), 1e-6);
        for (int j = 0; j < visible.size(); j++) {
          assertEquals(couplings.get(i, j), couplings.get(j, i));
        }
      }
    }
  }

  /** The sum over a site's columns, or the value at its first, in a row. */
  private static double ofSite(Gauge gauge, Layer visible, int site, Matrix rows, int row) {
    double sum = 0;
    int end = visible.siteColumn(gauge == Gauge.LATTICE_GAS ? site : site + 1);
    for (int i = visible.siteColumn(site); i < end; i++) {
      sum += rows.get(row, i);
    }
    return gauge == Gauge.LATTICE_GAS ? rows.get(row, visible.siteColumn(site)) : sum;
  }

  private static Matrix transposed(Matrix matrix) {
    Matrix transposed = Matrix.zeros(matrix.columns(), matrix.rows());
    for (int i = 0; i < matrix.rows(); i++) {
      for (int j = 0; j < matrix.columns(); j++) {
        transposed.set(j, i, matrix.get(i, j));
      }
    }
    return transposed;
  }

  @Test
  void otherUnitsHaveNoGauges() {
    BoltzmannMachine machine = SmallMachine.COUPLED_SPIN.machine();
    assertFalse(Gauge.isOf(machine));
    assertThrows(
        IllegalArgumentException.class,
        () -> Gauge.ZERO_SUM.of(machine, SmallMachine.COUPLED_SPIN.parameters(1)));
    assertEquals("lattice-gas", Gauge.LATTICE_GAS.word());
  }
}
