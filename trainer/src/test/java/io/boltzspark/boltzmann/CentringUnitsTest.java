package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Centring where states enter the energy as phi(s), or come in groups. In two halves: a machine
 * with offsets mu and an ordinary one with other biases have the same distribution; and a step of
 * the learner is a step along the gradient by the parameters of the former.
 */
class CentringUnitsTest {
  private static final long SEED = 601;
  private static final double RATE = 0.1;
  private static final int BATCH = 10;

  static Stream<MachineSpec> specs() {
    UnitSpec bernoulli = UnitSpec.of(UnitType.BERNOULLI, 3);
    return Stream.of(
        MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 4), bernoulli),
        MachineSpec.of(UnitSpec.of(UnitType.RECTIFIED, 4), UnitSpec.of(UnitType.SPIN, 2)),
        MachineSpec.of(bernoulli, UnitSpec.of(UnitType.GAUSSIAN, 2), bernoulli),
        MachineSpec.of(
            UnitSpec.of(UnitType.BINOMIAL, 3, 2),
            UnitSpec.of(UnitType.POTTS, 4, 2),
            UnitSpec.of(UnitType.SPIN, 2)),
        new MachineSpec(
            List.of(
                List.of(UnitSpec.of(UnitType.GAUSSIAN, 3), UnitSpec.of(UnitType.POTTS, 3, 3)),
                List.of(bernoulli))));
  }

  private static float[] parameters(BoltzmannMachine machine) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] parameters = new float[machine.layout().size()];
    for (int p = 0; p < parameters.length; p++) {
      parameters[p] = (float) (0.5 * random.nextGaussian());
    }
    return parameters;
  }

  /** Offsets of each layer, in units of phi. */
  private static float[][] offsets(BoltzmannMachine machine) {
    SplittableRandom random = new SplittableRandom(SEED + 1);
    float[][] offsets = new float[machine.layers().size()][];
    for (int l = 0; l < offsets.length; l++) {
      offsets[l] = new float[machine.layer(l).size()];
      for (int i = 0; i < offsets[l].length; i++) {
        offsets[l][i] = (float) random.nextDouble();
      }
    }
    return offsets;
  }

  /** The ordinary biases {@code a_l - W_l mu_(l+1) - W_(l-1)ᵀ mu_(l-1)}, all else as it is. */
  private static double[] ordinary(BoltzmannMachine machine, double[] centred, float[][] offsets) {
    double[] ordinary = centred.clone();
    for (Connection c : machine.connections()) {
      int below = machine.layer(c.from()).biasOffset();
      int above = machine.layer(c.to()).biasOffset();
      for (int i = 0; i < c.rows(); i++) {
        for (int j = 0; j < c.columns(); j++) {
          double w = centred[c.offset() + i * c.columns() + j];
          ordinary[below + i] -= w * offsets[c.to()][j];
          ordinary[above + j] -= w * offsets[c.from()][i];
        }
      }
    }
    return ordinary;
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void otherBiasesMakeUpForOffsets(MachineSpec spec) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] centred = parameters(machine);
    float[][] offsets = offsets(machine);
    float[] ordinary = floats(ordinary(machine, doubles(centred), offsets));
    int rows = 20;
    List<Matrix> states = new ArrayList<>();
    RandomStream random = new RandomStream(SEED, Purpose.SAMPLING, 0, 0);
    for (int l = 0; l < machine.layers().size(); l++) {
      Matrix layer = Matrix.zeros(rows, machine.layer(l).size());
      machine.layer(l).sampleInPlace(layer, centred, random);
      states.add(layer);
    }
    double[] energy = machine.energy(states, ordinary);
    double constant = 0;
    for (int r = 0; r < rows; r++) {
      double difference = energy[r] - centredEnergy(machine, states, r, centred, offsets);
      constant = r == 0 ? difference : constant;
      // Energies below 100, of single-precision parameters and products.
      assertEquals(constant, difference, 100 * 30 * 0x1p-24, "row " + r);
    }
  }

  private static double centredEnergy(
      BoltzmannMachine machine, List<Matrix> states, int row, float[] centred, float[][] offsets) {
    double energy = 0;
    List<Matrix> phi = new ArrayList<>();
    for (int l = 0; l < states.size(); l++) {
      energy += machine.layer(l).energy(states.get(l), row, centred);
      Matrix one = states.get(l).rows(row, row + 1);
      Matrix copy = Matrix.zeros(1, one.columns());
      copy.setFrom(machine.layer(l).interaction(one, centred));
      phi.add(copy);
    }
    for (Connection c : machine.connections()) {
      for (int i = 0; i < c.rows(); i++) {
        for (int j = 0; j < c.columns(); j++) {
          energy -=
              (double) centred[c.offset() + i * c.columns() + j]
                  * (phi.get(c.from()).get(0, i) - offsets[c.from()][i])
                  * (phi.get(c.to()).get(0, j) - offsets[c.to()][j]);
        }
      }
    }
    return energy;
  }

  @ParameterizedTest
  @MethodSource("specs")
  void aStepFollowsTheGradientByTheCentredParameters(MachineSpec spec) {
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    float[] parameters = parameters(machine);
    float[] dataMean = new float[machine.visible().size()];
    for (int i = 0; i < dataMean.length; i++) {
      dataMean[i] = (i + 1) / 8f;
    }
    BoltzmannConfig config =
        Configs.machine(spec.dimensions())
            .optimizer(Configs.sgd(RATE, 0, false))
            .centred(1) // hidden offsets are the activities
            .build();
    float[] sums = new float[StatisticsLayout.of(machine).size()];
    SplittableRandom random = new SplittableRandom(SEED + 2);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = (float) (BATCH * random.nextDouble());
    }
    float[][] offsets = new float[machine.layers().size()][];
    Matrix mean = new Matrix(dataMean.clone(), 0, 1, dataMean.length);
    offsets[0] = machine.visible().interaction(mean, parameters).toArray();
    for (int l = 1; l < offsets.length; l++) {
      offsets[l] = new float[machine.layer(l).size()];
      for (int i = 0; i < offsets[l].length; i++) {
        offsets[l][i] = sums[StatisticsLayout.of(machine).firstActivity()[l] + i] / BATCH;
      }
    }
    double[] expected = expected(machine, doubles(parameters), sums, offsets);

    try (ParallelRanges one = new ParallelRanges(1)) {
      LikelihoodLearner learner =
          new LikelihoodLearner(machine, config, parameters, dataMean, new int[0], s -> 1, 1, one);
      learner.step(List.of(new StepStatistics(0, 0, sums)), BATCH);
    }
    for (int p = 0; p < expected.length; p++) {
      // Some 20 roundings of numbers below 8.
      assertEquals(expected[p], parameters[p], 20 * 8 * 0x1p-24, "parameter " + p);
    }
  }

  /**
   * The step in the centred parameters, by the chain rule: a weight moves the ordinary biases of
   * its two units as well, by minus the other one's offset; every other parameter itself alone.
   */
  private static double[] expected(
      BoltzmannMachine machine, double[] parameters, float[] sums, float[][] offsets) {
    double[] gradient = new double[parameters.length];
    for (int p = 0; p < gradient.length; p++) {
      gradient[p] = (double) sums[p] / BATCH;
    }
    double[] byCentred = gradient.clone();
    for (Connection c : machine.connections()) {
      for (int i = 0; i < c.rows(); i++) {
        for (int j = 0; j < c.columns(); j++) {
          byCentred[c.offset() + i * c.columns() + j] -=
              gradient[machine.layer(c.from()).biasOffset() + i] * offsets[c.to()][j]
                  + gradient[machine.layer(c.to()).biasOffset() + j] * offsets[c.from()][i];
        }
      }
    }
    float[][] opposite = new float[offsets.length][]; // from ordinary biases to centred ones
    for (int l = 0; l < offsets.length; l++) {
      opposite[l] = new float[offsets[l].length];
      for (int i = 0; i < offsets[l].length; i++) {
        opposite[l][i] = -offsets[l][i];
      }
    }
    double[] moved = ordinary(machine, parameters, opposite);
    for (int p = 0; p < moved.length; p++) {
      moved[p] += RATE * byCentred[p];
    }
    return ordinary(machine, moved, offsets);
  }
}
