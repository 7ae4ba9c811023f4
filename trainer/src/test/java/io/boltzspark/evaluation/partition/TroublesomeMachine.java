package io.boltzspark.evaluation.partition;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A machine small enough to enumerate, with rows that it is evaluated with.
 *
 * @param logPartition by enumeration
 * @param rows visible states, chains x units
 * @param base means of the rows, or empty for a uniform base
 */
record TroublesomeMachine(
    BoltzmannMachine machine, float[] parameters, double logPartition, Matrix rows, double[] base) {

  /** Kinds of machines, from harmless to treacherous. */
  enum Family {
    /** Weights so small that chains forget their start in a few sweeps. */
    ONE_MODE,
    /** Spins that are all aligned with a pattern or against it, with odds of up to e^3. */
    TWO_PHASES,
    /** A mixture of two distributions of Bernoulli units, chosen by one hidden unit. */
    MIXTURE,
    /** Weights so large that a few states have nearly all of the probability. */
    FROZEN,
    /**
     * A spin glass: couplings of either sign, so that there are several wells, in pairs of opposite
     * states whose energies only weak fields tell apart. Chains find few of them, and seldom the
     * same from different starts.
     */
    NEARLY_DEGENERATE
  }

  /** Fields over couplings of a spin glass. */
  private static final float WEAK = 0.2f;

  /** Which rows a machine of two modes is evaluated with. */
  private enum Rows {
    OF_THE_MACHINE,
    ONE_MODE_ONLY,
    THE_OTHER_ONLY
  }

  static TroublesomeMachine of(Family family, int chains, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return switch (family) {
      case ONE_MODE -> {
        UnitType type = seed % 2 == 0 ? UnitType.SPIN : UnitType.BERNOULLI;
        MachineSpec spec = spec(type, 6, 5);
        double deviation = type == UnitType.SPIN ? 0.15 : 0.5;
        yield evaluated(spec, normal(spec, deviation, random), pattern(6, random), chains, seed);
      }
      case TWO_PHASES -> phases(chains, seed, random);
      case MIXTURE -> mixture(chains, seed, random);
      case FROZEN -> {
        MachineSpec spec = spec(UnitType.BERNOULLI, 6, 5);
        yield evaluated(spec, normal(spec, 4, random), pattern(6, random), chains, seed);
      }
      case NEARLY_DEGENERATE -> glass(chains, seed, random);
    };
  }

  /** With rows from either side of the deepest well. */
  private static TroublesomeMachine glass(int chains, long seed, SplittableRandom random) {
    int visible = 9;
    int hidden = 6;
    MachineSpec spec = spec(UnitType.SPIN, visible, hidden);
    float[] parameters = normal(spec, 0.9 + 0.6 * random.nextDouble(), random);
    for (int i = visible * hidden; i < parameters.length; i++) {
      parameters[i] *= WEAK;
    }
    EnumeratedMachine exact = new EnumeratedMachine(spec, parameters);
    double[] probabilities = exact.marginal(0);
    int deepest = 0;
    for (int v = 0; v < probabilities.length; v++) {
      deepest = probabilities[v] > probabilities[deepest] ? v : deepest;
    }
    double[] pattern = new double[visible];
    for (int i = 0; i < visible; i++) {
      pattern[i] = exact.value(deepest, 0, i);
    }
    return evaluated(spec, parameters, pattern, chains, seed);
  }

  private static TroublesomeMachine phases(int chains, long seed, SplittableRandom random) {
    int visible = 9;
    int hidden = 4;
    double[] pattern = pattern(visible, random);
    double strength = 0.35 + 0.35 * random.nextDouble();
    double logOdds = 6 * random.nextDouble() - 3;
    MachineSpec spec = spec(UnitType.SPIN, visible, hidden);
    float[] parameters = new float[BoltzmannMachine.of(spec).layout().size()];
    for (int i = 0; i < visible; i++) {
      for (int j = 0; j < hidden; j++) {
        double noise = 1 + 0.1 * random.nextGaussian();
        parameters[i * hidden + j] = (float) (strength * pattern[i] * noise);
      }
      parameters[visible * hidden + i] = (float) (logOdds / 2 / visible * pattern[i]);
    }
    return evaluated(spec, parameters, pattern, chains, seed);
  }

  private static TroublesomeMachine mixture(int chains, long seed, SplittableRandom random) {
    int visible = 9;
    int hidden = 2;
    double[] pattern = pattern(visible, random);
    double strength = 2 + 2 * random.nextDouble();
    double logOdds = 6 * random.nextDouble() - 3;
    MachineSpec spec = spec(UnitType.BERNOULLI, visible, hidden);
    float[] parameters = new float[BoltzmannMachine.of(spec).layout().size()];
    for (int i = 0; i < visible; i++) {
      double bias = -strength * (0.7 + 0.6 * random.nextDouble()) * pattern[i];
      parameters[visible * hidden + i] = (float) bias;
      parameters[i * hidden] = (float) (-2 * bias);
      parameters[i * hidden + 1] = (float) (0.3 * random.nextGaussian());
      logOdds += Math.log1p(Math.exp(bias)) - Math.log1p(Math.exp(-bias));
    }
    parameters[visible * hidden + visible] = (float) logOdds;
    return evaluated(spec, parameters, pattern, chains, seed);
  }

  private static MachineSpec spec(UnitType type, int visible, int hidden) {
    return MachineSpec.of(UnitSpec.of(type, visible), UnitSpec.of(type, hidden));
  }

  private static float[] normal(MachineSpec spec, double deviation, SplittableRandom random) {
    float[] parameters = new float[BoltzmannMachine.of(spec).layout().size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (deviation * random.nextGaussian());
    }
    return parameters;
  }

  private static double[] pattern(int units, SplittableRandom random) {
    double[] pattern = new double[units];
    Arrays.setAll(pattern, i -> random.nextBoolean() ? 1 : -1);
    return pattern;
  }

  /** The machine with rows from both sides of a pattern, in proportions that depend on the seed. */
  private static TroublesomeMachine evaluated(
      MachineSpec spec, float[] parameters, double[] pattern, int chains, long seed) {
    EnumeratedMachine exact = new EnumeratedMachine(spec, parameters);
    Rows kind = Rows.values()[(int) (seed / 2 % 3)];
    double[] probabilities = exact.marginal(0);
    boolean[] along = new boolean[probabilities.length];
    double share = 0;
    for (int v = 0; v < along.length; v++) {
      double overlap = 0;
      for (int i = 0; i < pattern.length; i++) {
        overlap += pattern[i] * (exact.value(v, 0, i) > 0 ? 1 : -1);
      }
      along[v] = overlap > 0;
      share += along[v] ? probabilities[v] : 0;
    }
    double wanted =
        switch (kind) {
          case OF_THE_MACHINE -> share;
          case ONE_MODE_ONLY -> 1;
          case THE_OTHER_ONLY -> 0;
        };
    for (int v = 0; v < along.length; v++) {
      probabilities[v] *= along[v] ? wanted / share : (1 - wanted) / (1 - share);
    }
    SplittableRandom random = new SplittableRandom(~seed);
    Matrix rows = Matrix.zeros(chains, pattern.length);
    double[] mean = new double[pattern.length];
    for (int r = 0; r < chains; r++) {
      int v = EnumeratedMachine.draw(probabilities, random);
      for (int i = 0; i < pattern.length; i++) {
        rows.set(r, i, (float) exact.value(v, 0, i));
        mean[i] += exact.value(v, 0, i) / chains;
      }
    }
    double[] base = seed % 8 < 7 ? mean : new double[0];
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    return new TroublesomeMachine(machine, parameters, exact.logPartition(), rows, base);
  }
}
