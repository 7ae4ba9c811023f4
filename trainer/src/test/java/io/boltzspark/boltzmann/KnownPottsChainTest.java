package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A chain of eight sites of four colours, each coupled with the next one, whose probabilities are
 * exact: a machine trained on 50,000 of its rows predicts others as well as the chain itself.
 */
class KnownPottsChainTest {
  private static final int SITES = 8;
  private static final int COLOURS = 4;
  private static final int UNITS = SITES * COLOURS;
  private static final int ROWS = 50_000;
  private static final int CHAINS = 2000;
  private static final int STEPS = 400;
  private static final long SEED = 17;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final double[][][] transitions = new double[SITES][COLOURS][COLOURS]; // site, from, to

  KnownPottsChainTest() {
    for (double[][] site : transitions) {
      for (double[] row : site) {
        double sum = 0;
        for (int b = 0; b < COLOURS; b++) {
          row[b] = Math.exp(random.nextGaussian());
          sum += row[b];
        }
        for (int b = 0; b < COLOURS; b++) {
          row[b] /= sum;
        }
      }
    }
  }

  /** Draws rows of the chain and returns the mean log probability of them. */
  private double draw(Matrix rows) {
    double sum = 0;
    for (int r = 0; r < rows.rows(); r++) {
      int before = 0; // of the first site, which has no site before it
      for (int site = 0; site < SITES; site++) {
        double[] shares = transitions[site][before];
        double left = random.nextDouble();
        int colour = 0;
        while (colour < COLOURS - 1 && left >= shares[colour]) {
          left -= shares[colour++];
        }
        rows.set(r, site * COLOURS + colour, 1f);
        sum += Math.log(shares[colour]);
        before = colour;
      }
    }
    return sum / rows.rows();
  }

  @Test
  void theMachinePredictsOtherRowsAsWellAsTheChain() {
    BoltzmannMachine machine =
        BoltzmannMachine.of(
            new MachineSpec(
                List.of(List.of(UnitSpec.of(UnitType.POTTS, UNITS, COLOURS))), List.of(0)));
    Matrix train = Matrix.zeros(ROWS, UNITS);
    draw(train);
    Matrix test = Matrix.zeros(ROWS, UNITS);
    double ofChain = draw(test);

    float[] parameters = learn(machine, train);

    double ofMachine = -logPartition(machine, parameters);
    for (double energy : machine.energy(List.of(test), parameters)) {
      ofMachine -= energy / ROWS;
    }
    assertTrue(ofMachine > ofChain - 0.01, "machine " + ofMachine + ", chain itself " + ofChain);
  }

  /** Steps with all rows; the mean of the parameters of the second half. */
  private static float[] learn(BoltzmannMachine machine, Matrix train) {
    BoltzmannConfig config =
        Configs.machine(List.of(UNITS))
            .pcd(2, CHAINS)
            .batchSize(ROWS)
            .optimizer(Configs.sgd(0.3, 0, false))
            .averaging(0.5)
            .seed(SEED)
            .build();
    LikelihoodStep step = new LikelihoodStep(machine, config, new Lanes(1), 0);
    float[] parameters = new float[machine.layout().size()];
    step.rows(ROWS).setFrom(train);
    step.keepRows(ROWS, parameters);
    for (int c = 0; c < CHAINS; c++) {
      step.chains().visible().rows(c, c + 1).setFrom(train.rows(c, c + 1));
    }
    LikelihoodLearner learner =
        new LikelihoodLearner(
            machine,
            config,
            parameters,
            new float[UNITS],
            new int[0],
            t -> 1,
            STEPS,
            new ParallelRanges(1));
    for (int t = 0; t < STEPS; t++) {
      float[] sums = new float[StatisticsLayout.of(machine).size()];
      step.compute(learner.parameters(), 0, ROWS, 2, t, sums);
      assertTrue(learner.step(List.of(new StepStatistics(0, 0, sums)), ROWS));
    }
    return learner.modelParameters();
  }

  /** By all 4^8 states. */
  private static double logPartition(BoltzmannMachine machine, float[] parameters) {
    int states = (int) machine.visible().configurations();
    double sum = 0;
    for (int from = 0; from < states; from += 1024) {
      Matrix block = Matrix.zeros(1024, UNITS);
      for (int r = 0; r < 1024; r++) {
        machine.visible().configurationInto(from + r, block, r);
      }
      for (double energy : machine.energy(List.of(block), parameters)) {
        sum += Math.exp(-energy);
      }
    }
    return Math.log(sum);
  }
}
