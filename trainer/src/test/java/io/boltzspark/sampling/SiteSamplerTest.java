package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Sweeps of layers with and without blocks, against loops that tell every change to all units at
 * once: the same numbers are added in the same order, so that all bits agree.
 */
class SiteSamplerTest {
  private static final int ROWS = 7;

  private static BoltzmannMachine coupled(UnitSpec units) {
    return BoltzmannMachine.of(new MachineSpec(List.of(List.of(units)), List.of(0)));
  }

  /** Couplings so weak that units change about as often as without any. */
  private static float[] parameters(BoltzmannMachine machine) {
    float[] parameters = new float[machine.layout().size()];
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (0.1 * random.nextGaussian());
    }
    return parameters;
  }

  /** Potts units of 5 states: 120 are more couplings than one block has, 40 are one block. */
  @Test
  void pottsUnitsAreDrawnAsIfEachChangeWereToldAtOnce() {
    for (int sites : new int[] {40, 120}) {
      for (boolean holds : new boolean[] {false, true}) {
        agree(UnitSpec.of(UnitType.POTTS, 5 * sites, 5), 5, ROWS, holds);
      }
    }
  }

  /** More rows than are drawn together. */
  @Test
  void manyRowsAreDrawnAsIfEachChangeWereToldAtOnce() {
    agree(UnitSpec.of(UnitType.POTTS, 3 * 175, 3), 3, 1030, false);
  }

  @Test
  void singleUnitsAreDrawnAsIfEachChangeWereToldAtOnce() {
    for (UnitType type : List.of(UnitType.BERNOULLI, UnitType.SPIN)) {
      agree(UnitSpec.of(type, 600), 1, ROWS, true);
    }
  }

  private static void agree(UnitSpec spec, int q, int rows, boolean holds) {
    BoltzmannMachine machine = coupled(spec);
    Layer layer = machine.layer(0);
    float[] parameters = parameters(machine);
    int units = layer.size();
    Matrix states = Matrix.zeros(rows, units);
    SplittableRandom start = new SplittableRandom(4);
    float off = spec.type() == UnitType.SPIN ? -1 : 0;
    for (int r = 0; r < rows; r++) {
      for (int site = 0; site < layer.sites(); site++) {
        int on = q == 1 ? 0 : start.nextInt(q);
        states.set(r, site * q + on, q > 1 || start.nextBoolean() ? 1 : off);
      }
    }
    Matrix input = Matrix.zeros(rows, units);
    for (int i = 0; i < input.values().length; i++) {
      input.values()[i] = (float) start.nextGaussian();
    }
    boolean[] held = new boolean[layer.sites()];
    for (int site = 0; site < held.length; site++) {
      held[site] = holds && site % 3 == 0;
    }
    Matrix expected = new Matrix(states.toArray(), 0, rows, units);
    float[][] kept = new float[rows][];
    for (int r = 0; r < rows; r++) {
      kept[r] = fresh(machine, parameters, expected, r);
    }
    SiteSampler sampler = new SiteSampler(machine, 0, SiteOrder.SEQUENTIAL);
    RandomStream random = new RandomStream(5, Purpose.EVALUATION, 1, 1);
    RandomStream again = new RandomStream(5, Purpose.EVALUATION, 1, 1);
    for (int sweep = 0; sweep < 3; sweep++) {
      sampler.sweep(states, input, 0.7f, parameters, held, random);
      int changed = 0;
      for (int r = 0; r < rows; r++) {
        changed += sweepRow(machine, parameters, expected, input, r, held, kept[r], again);
      }
      assertTrue(changed > rows * layer.sites() / 10, changed + " units changed");
      assertArrayEquals(expected.toArray(), states.toArray(), 0f, spec + ", sweep " + sweep);
    }
    Matrix inputs = Matrix.zeros(rows, units);
    sampler.inputInto(states, parameters, inputs);
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < units; i++) {
        assertEquals(kept[r][i], inputs.get(r, i), 0f, spec + ", input " + i + " of row " + r);
      }
    }
  }

  private static float[] fresh(
      BoltzmannMachine machine, float[] parameters, Matrix states, int row) {
    float[] inputs = new float[states.columns()];
    for (int i = 0; i < inputs.length; i++) {
      if (states.get(row, i) != 0) {
        tell(machine, parameters, i, states.get(row, i), inputs);
      }
    }
    return inputs;
  }

  private static void tell(
      BoltzmannMachine machine, float[] parameters, int unit, float change, float[] inputs) {
    Matrix table = machine.couplings(0).weights(parameters);
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] += change * table.get(unit, i);
    }
  }

  private static int sweepRow(
      BoltzmannMachine machine,
      float[] parameters,
      Matrix states,
      Matrix input,
      int row,
      boolean[] held,
      float[] inputs,
      RandomStream random) {
    Layer layer = machine.layer(0);
    float[] noise = new float[layer.sites()];
    float[] field = new float[inputs.length];
    float[] next = new float[inputs.length];
    layer.noiseInto(noise, parameters, random);
    int changed = 0;
    for (int site = 0; site < layer.sites(); site++) {
      if (held[site]) {
        continue;
      }
      for (int i = layer.siteColumn(site); i < layer.siteColumn(site + 1); i++) {
        field[i] = (input.get(row, i) + parameters[layer.biasOffset() + i]) + 0.7f * inputs[i];
      }
      layer.drawSite(site, field, noise[site], next);
      int before = changed;
      for (float sign : new float[] {1, -1}) { // the new state of a Potts unit, then the old one
        for (int i = layer.siteColumn(site); i < layer.siteColumn(site + 1); i++) {
          float change = next[i] - states.get(row, i);
          boolean isSingle = layer.siteColumn(site + 1) - layer.siteColumn(site) == 1;
          if (change != 0 && (isSingle ? sign > 0 : Math.signum(change) == sign)) {
            tell(machine, parameters, i, change, inputs);
            changed = before + 1;
          }
        }
      }
      for (int i = layer.siteColumn(site); i < layer.siteColumn(site + 1); i++) {
        states.set(row, i, next[i]);
      }
    }
    return changed;
  }
}
