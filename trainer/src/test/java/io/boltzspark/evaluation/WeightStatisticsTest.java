package io.boltzspark.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightStatisticsTest {

  @Test
  void theyAreOfHiddenUnits() {
    MachineSpec visible = MachineSpec.bernoulli(List.of(3, 2)).withCouplings(0);
    assertEquals("", WeightStatistics.reasonNot(BoltzmannMachine.of(visible)));
    MachineSpec alone = new MachineSpec(visible.layers().subList(0, 1), List.of(0));
    assertTrue(WeightStatistics.reasonNot(BoltzmannMachine.of(alone)).contains("hidden units"));
  }

  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(List.of(4, 3));

  /** Biases are 9, to be seen if they counted. */
  private static float[] parameters(float... weights) {
    float[] parameters = new float[MACHINE.layout().size()];
    Arrays.fill(parameters, 9);
    System.arraycopy(weights, 0, parameters, 0, weights.length);
    return parameters;
  }

  @Test
  void weightsOfOneSizeSeeEverything() {
    float[] parameters = parameters(1, -2, 3, 1, 2, -3, -1, 2, 3, 1, 2, 3);
    assertEquals(1, WeightStatistics.sparsity(MACHINE, parameters), 1e-15);
    assertEquals((4 * 1 + 4 * 4 + 4 * 9) / 3.0, WeightStatistics.square(MACHINE, parameters));
  }

  /** Hidden unit 0 has one weight, unit 1 two of 1 and one of 2, unit 2 none. */
  @Test
  void shareOfTheVisibleUnitsThatAreSeen() {
    float[] parameters = parameters(0, 1, 0, 5, 0, 0, 0, -1, 0, 0, 2, 0);
    double second = 6.0 * 6 / (1 + 1 + 16);
    assertEquals((1 + second) / 12, WeightStatistics.sparsity(MACHINE, parameters), 1e-15);
    assertEquals(31 / 3.0, WeightStatistics.square(MACHINE, parameters), 1e-15);
  }

  @Test
  void noWeightsAtAll() {
    float[] parameters = parameters(new float[12]);
    assertEquals(0, WeightStatistics.sparsity(MACHINE, parameters));
    assertEquals(0, WeightStatistics.square(MACHINE, parameters));
  }

  @Test
  void deeperConnectionsDoNotCount() {
    BoltzmannMachine deep = BoltzmannMachine.bernoulli(List.of(4, 3, 2));
    float[] parameters = new float[deep.layout().size()];
    Arrays.fill(parameters, 7);
    Arrays.fill(parameters, 0, 12, 2f);
    assertEquals(1, WeightStatistics.sparsity(deep, parameters), 1e-15);
    assertEquals(16, WeightStatistics.square(deep, parameters), 1e-15);
  }
}
