package io.boltzspark.boltzmann;

import io.boltzspark.boltzmann.NegativePhaseConfig.Use;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.Layer;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * For pairings of unit types: steps of chains in equilibrium have the gradient of the exact
 * log-likelihood as their mean, by finite differences of a likelihood that sums over all states of
 * the discrete side and integrates the other one in closed form.
 */
class LikelihoodStepPairingsTest {
  private static final long SEED = 401;
  private static final int ROWS = 6;
  private static final int CHAINS = 20;
  private static final int STEPS = 3000;

  private static final UnitSpec BERNOULLI = UnitSpec.of(UnitType.BERNOULLI, 3);

  static Stream<Arguments> pairings() {
    MachineSpec labelled =
        new MachineSpec(
            List.of(
                List.of(BERNOULLI, UnitSpec.label(3)),
                List.of(UnitSpec.of(UnitType.BERNOULLI, 2))));
    List<MachineSpec> specs =
        List.of(
            MachineSpec.of(UnitSpec.of(UnitType.GAUSSIAN, 2), BERNOULLI),
            MachineSpec.of(new UnitSpec(UnitType.GAUSSIAN, 2, 1, false, true), BERNOULLI),
            MachineSpec.of(BERNOULLI, UnitSpec.standardNormal(2)),
            MachineSpec.of(BERNOULLI, UnitSpec.of(UnitType.GAUSSIAN, 2)),
            MachineSpec.of(BERNOULLI, UnitSpec.of(UnitType.RECTIFIED, 2)),
            MachineSpec.of(UnitSpec.of(UnitType.RECTIFIED, 2), BERNOULLI),
            MachineSpec.of(UnitSpec.of(UnitType.SPIN, 3), UnitSpec.of(UnitType.SPIN, 2)),
            MachineSpec.of(UnitSpec.of(UnitType.BINOMIAL, 2, 3), BERNOULLI),
            MachineSpec.of(BERNOULLI, UnitSpec.of(UnitType.BINOMIAL, 2, 2)),
            MachineSpec.of(UnitSpec.of(UnitType.MULTINOMIAL, 3, 4), BERNOULLI),
            labelled);
    return specs.stream()
        .flatMap(
            spec ->
                Stream.of(Use.values())
                    .flatMap(
                        positive ->
                            Stream.of(Use.values())
                                .map(negative -> Arguments.of(spec, positive, negative))));
  }

  @ParameterizedTest
  @MethodSource("pairings")
  void theMeanStepIsTheGradient(MachineSpec spec, Use positiveHidden, Use negativeHidden) {
    ExactPair pair = new ExactPair(spec);
    BoltzmannConfig config =
        Configs.machine(spec.dimensions()) // of the right size; its kinds of units do not matter
            .pcd(1, CHAINS)
            .batchSize(ROWS)
            .uses(positiveHidden, negativeHidden, Use.SAMPLES)
            .seed(SEED)
            .build();
    LikelihoodStep step = new LikelihoodStep(pair.machine, config, new Lanes(1), 0);
    MeanOfSteps mean = new MeanOfSteps(pair.parameters.length);
    float[] sums = new float[StatisticsLayout.of(pair.machine).size()];
    RandomStream random = new RandomStream();
    for (int t = 0; t < STEPS; t++) {
      step.rows(ROWS).setFrom(pair.data);
      random.key(SEED, Purpose.CHAIN_START, t, 0);
      pair.drawHidden(step.chains().layer(1), new SplittableRandom(SEED + t), random);
      step.compute(pair.parameters, ROWS, ROWS, 2, t, sums);
      mean.add(sums, ROWS);
    }
    // Sums of up to 26 terms, most below 20 (squares of real states divided by sigma^2).
    mean.assertIs(pair.gradient(), 0.06, 26 * 20 * 0x1p-22 + pair.differenceError(), "" + spec);
  }

  /** A restricted machine of which one side at least is discrete. */
  private static final class ExactPair {
    private static final float STEP = 0x1p-7f;

    final BoltzmannMachine machine;
    final float[] parameters;
    final Matrix data;
    private final int discrete; // the layer that is summed over
    private final double[] probabilities; // of its states

    ExactPair(MachineSpec spec) {
      machine = BoltzmannMachine.of(spec);
      parameters = new float[machine.layout().size()];
      SplittableRandom random = new SplittableRandom(SEED);
      for (int p = 0; p < parameters.length; p++) {
        parameters[p] = (float) (0.5 * random.nextGaussian());
      }
      for (int l = 0; l < 2; l++) { // means that are not learnt are 0, and so are log variances
        UnitSpec units = spec.layers().get(l).get(0);
        for (int i = 0; !units.learnsMean() && i < units.size(); i++) {
          parameters[machine.layer(l).biasOffset() + i] = 0;
        }
        if (units.type().hasVariance() && !units.learnsVariance()) {
          int offset = machine.layout().segment("log_sigma." + l).offset();
          java.util.Arrays.fill(parameters, offset, offset + units.size(), 0f);
        }
      }
      discrete = Double.isFinite(machine.visible().configurations()) ? 0 : 1;
      data = data(random);
      probabilities = new double[(int) machine.layer(discrete).configurations()];
      double logPartition = logPartition(parameters, probabilities);
      for (int n = 0; n < probabilities.length; n++) {
        probabilities[n] = Math.exp(probabilities[n] - logPartition);
      }
    }

    private Matrix data(SplittableRandom random) {
      Matrix rows = Matrix.zeros(ROWS, machine.visible().size());
      for (int r = 0; r < ROWS; r++) {
        if (discrete == 0) {
          long states = (long) machine.visible().configurations();
          machine.visible().configurationInto(random.nextLong(states), rows, r);
        } else {
          for (int i = 0; i < rows.columns(); i++) { // not negative, which suits all real units
            rows.set(r, i, (float) random.nextDouble(2));
          }
        }
      }
      return rows;
    }

    /** Input of the other side from states of the discrete one. */
    private Matrix input(Matrix states, float[] theta) {
      Matrix input = Matrix.zeros(states.rows(), machine.layer(1 - discrete).size());
      Matrix phi = machine.layer(discrete).interaction(states, theta);
      if (discrete == 0) {
        machine.connections().get(0).up(phi, theta, 0f, input);
      } else {
        machine.connections().get(0).down(phi, theta, 0f, input);
      }
      return input;
    }

    /** Log Z; sets the states' unnormalised log probabilities. */
    private double logPartition(float[] theta, double[] logs) {
      Layer layer = machine.layer(discrete);
      Matrix states = Matrix.zeros(logs.length, layer.size());
      for (int n = 0; n < logs.length; n++) {
        layer.configurationInto(n, states, n);
      }
      Matrix input = input(states, theta);
      double sum = 0;
      for (int n = 0; n < logs.length; n++) {
        logs[n] =
            machine.layer(1 - discrete).logPartition(input, n, theta)
                - layer.energy(states, n, theta);
        sum += Math.exp(logs[n]);
      }
      return Math.log(sum);
    }

    private double logLikelihood(float[] theta) {
      double sum = 0;
      for (double freeEnergy : machine.freeEnergy(data, theta)) {
        sum -= freeEnergy / ROWS;
      }
      return sum - logPartition(theta, new double[probabilities.length]);
    }

    /** Hidden states from the machine's distribution. */
    void drawHidden(Matrix hidden, SplittableRandom random, RandomStream stream) {
      Matrix states = Matrix.zeros(hidden.rows(), machine.layer(discrete).size());
      for (int c = 0; c < hidden.rows(); c++) {
        int n = EnumeratedMachine.draw(probabilities, random);
        machine.layer(discrete).configurationInto(n, states, c);
      }
      if (discrete == 1) {
        hidden.setFrom(states);
      } else {
        hidden.setFrom(input(states, parameters));
        machine.layer(1).sampleInPlace(hidden, parameters, stream);
      }
    }

    /** Zero for parameters that are not learnt. */
    double[] gradient() {
      double[] gradient = new double[parameters.length];
      for (int p : learnt()) {
        float[] theta = parameters.clone();
        theta[p] = parameters[p] + STEP;
        double upper = theta[p];
        double above = logLikelihood(theta);
        theta[p] = parameters[p] - STEP;
        gradient[p] = (above - logLikelihood(theta)) / (upper - theta[p]);
      }
      return gradient;
    }

    private List<Integer> learnt() {
      List<Integer> places = new ArrayList<>();
      for (int p = 0; p < machine.layout().firstUnitParameter(); p++) {
        places.add(p);
      }
      for (int l = 0; l < 2; l++) {
        int bias = machine.layer(l).biasOffset();
        boolean mean = machine.spec().layers().get(l).get(0).learnsMean();
        for (int i = 0; mean && i < machine.layer(l).size(); i++) {
          places.add(bias + i);
        }
        UnitSpec units = machine.spec().layers().get(l).get(0);
        for (int i = 0; units.learnsVariance() && i < units.size(); i++) {
          places.add(machine.layout().segment("log_sigma." + l).offset() + i);
        }
      }
      return places;
    }

    /**
     * A central difference is off by {@code STEP^2 / 6} times a third derivative, below 100 for
     * squares of real states, and by the rounding of inputs below 8, divided by STEP.
     */
    double differenceError() {
      return STEP * STEP / 6 * 100 + 8 * 0x1p-24 * 4 / STEP;
    }
  }
}
