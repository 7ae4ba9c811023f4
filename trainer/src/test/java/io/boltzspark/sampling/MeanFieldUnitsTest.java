package io.boltzspark.sampling;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.model.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The mean field of groups of units and of units with more than two states. */
class MeanFieldUnitsTest {
  private static final MachineSpec SPEC =
      new MachineSpec(
          List.of(
              List.of(UnitSpec.of(UnitType.BERNOULLI, 2), UnitSpec.of(UnitType.POTTS, 3, 3)),
              List.of(UnitSpec.of(UnitType.SPIN, 2), UnitSpec.of(UnitType.POTTS, 3, 3)),
              List.of(UnitSpec.of(UnitType.BINOMIAL, 2, 2), UnitSpec.of(UnitType.BERNOULLI, 1)),
              List.of(UnitSpec.of(UnitType.MULTINOMIAL, 3, 2))));

  private final BoltzmannMachine machine = BoltzmannMachine.of(SPEC);

  private static Matrix configurations(Layer layer) {
    Matrix all = Matrix.zeros((int) layer.configurations(), layer.size());
    for (int n = 0; n < all.rows(); n++) {
      layer.configurationInto(n, all, n);
    }
    return all;
  }

  /**
   * The log probability of a layer's state when its groups are independent and have these means.
   */
  private static double logQ(Layer layer, Matrix states, int n, Matrix means, int row) {
    double log = 0;
    for (int g = 0; g < layer.groups().size(); g++) {
      Units units = layer.groups().get(g);
      double left = units.spec().count();
      for (int i = 0; i < units.size(); i++) {
        int column = layer.firstColumn(g) + i;
        double s = states.get(n, column);
        double mean = means.get(row, column);
        switch (units.spec().type()) {
          case BERNOULLI -> log += Math.log(s == 1 ? mean : 1 - mean);
          case SPIN -> log += Math.log((1 + s * mean) / 2);
          case POTTS -> log += s * Math.log(mean);
          case BINOMIAL -> { // of 2
            double p = mean / 2;
            log += Math.log(s == 1 ? 2 * p * (1 - p) : s == 2 ? p * p : (1 - p) * (1 - p));
          }
          case MULTINOMIAL -> { // n! / (s_1! s_2! ...) times the product of p^s
            for (int drawn = 1; drawn <= s; drawn++) {
              log += Math.log(left-- / drawn * mean / units.spec().count());
            }
          }
          default -> throw new IllegalStateException(units.spec().toString());
        }
      }
    }
    return log;
  }

  private double bound(ChainStates q, int row, float[] parameters) {
    List<Matrix> all = new ArrayList<>();
    for (int l = 1; l < 4; l++) {
      all.add(configurations(machine.layer(l)));
    }
    double bound = 0;
    double total = 0;
    int[] sizes = {all.get(0).rows(), all.get(1).rows(), all.get(2).rows()};
    for (int n = 0; n < sizes[0] * sizes[1] * sizes[2]; n++) {
      int[] index = {n % sizes[0], n / sizes[0] % sizes[1], n / sizes[0] / sizes[1]};
      List<Matrix> states = new ArrayList<>(List.of(q.visible().rows(row, row + 1)));
      double logQ = 0;
      for (int l = 0; l < 3; l++) {
        states.add(all.get(l).rows(index[l], index[l] + 1));
        logQ += logQ(machine.layer(l + 1), all.get(l), index[l], q.layer(l + 1), row);
      }
      bound += Math.exp(logQ) * (-machine.energy(states, parameters)[0] - logQ);
      total += Math.exp(logQ);
    }
    assertTrue(Math.abs(total - 1) < 1e-5, "no distribution: " + total); // means are rounded
    return bound;
  }

  @Test
  void noUpdateMakesTheBoundWorse() {
    SplittableRandom random = new SplittableRandom(701);
    float[] parameters = new float[machine.layout().size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (float) (0.8 * random.nextGaussian());
    }
    double[] last = new double[3];
    double gained = 0;
    for (int updates = 0; updates <= 12; updates++) {
      ChainStates q = ChainStates.zeros(machine, 3);
      for (int row = 0; row < 3; row++) {
        machine.visible().configurationInto(4 * row, q.visible(), row);
      }
      new MeanField(machine).updateInPlace(q, parameters, updates, 0);
      for (int row = 0; row < 3; row++) {
        double bound = bound(q, row, parameters);
        // Means are off by at most 1e-6; the slope of the bound in each of 13 is below 20.
        assertTrue(updates == 0 || bound > last[row] - 13 * 20 * 1e-6, "update " + updates);
        gained += updates == 0 ? 0 : Math.max(0, bound - last[row]);
        last[row] = bound;
      }
    }
    assertTrue(gained > 0.05, "the first pass was already the best: the test says nothing");
  }
}
