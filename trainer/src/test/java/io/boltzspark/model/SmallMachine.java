package io.boltzspark.model;

import static io.boltzspark.model.UnitType.BERNOULLI;
import static io.boltzspark.model.UnitType.BINOMIAL;
import static io.boltzspark.model.UnitType.GAUSSIAN;
import static io.boltzspark.model.UnitType.MULTINOMIAL;
import static io.boltzspark.model.UnitType.POTTS;
import static io.boltzspark.model.UnitType.RECTIFIED;
import static io.boltzspark.model.UnitType.SPIN;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Small machines of every pairing that is in use, and some that are not. */
public enum SmallMachine {
  BERNOULLI_BERNOULLI(0.9, layer(of(BERNOULLI, 4)), layer(of(BERNOULLI, 3))),
  SPIN_BERNOULLI(0.6, layer(of(SPIN, 3)), layer(of(BERNOULLI, 3))),
  SPIN_SPIN(0.4, layer(of(SPIN, 3)), layer(of(SPIN, 3))),
  GAUSSIAN_BERNOULLI(0.7, layer(of(GAUSSIAN, 2)), layer(of(BERNOULLI, 3))),
  GAUSSIAN_OF_FIXED_VARIANCE(
      0.7, layer(new UnitSpec(GAUSSIAN, 1, 1, true, false)), layer(of(BERNOULLI, 3))),
  HOPFIELD(0.7, layer(of(BERNOULLI, 3)), layer(UnitSpec.standardNormal(2))),
  BERNOULLI_GAUSSIAN(0.7, layer(of(BERNOULLI, 3)), layer(of(GAUSSIAN, 1))),
  GAUSSIAN_GAUSSIAN(0.15, layer(of(GAUSSIAN, 1)), layer(of(GAUSSIAN, 1))),
  LABELLED(0.8, layer(of(BERNOULLI, 3), UnitSpec.label(3)), layer(of(BERNOULLI, 3))),
  POTTS_BERNOULLI(0.8, layer(UnitSpec.of(POTTS, 6, 3)), layer(of(BERNOULLI, 2))),
  BINOMIAL_BERNOULLI(0.5, layer(UnitSpec.of(BINOMIAL, 2, 3)), layer(of(BERNOULLI, 3))),
  BERNOULLI_BINOMIAL(0.5, layer(of(BERNOULLI, 3)), layer(UnitSpec.of(BINOMIAL, 2, 3))),
  MULTINOMIAL_BERNOULLI(0.5, layer(UnitSpec.of(MULTINOMIAL, 3, 4)), layer(of(BERNOULLI, 2))),
  BERNOULLI_RECTIFIED(0.7, layer(of(BERNOULLI, 3)), layer(of(RECTIFIED, 2))),
  MIXED_VISIBLE(
      0.7, layer(of(BERNOULLI, 1), of(GAUSSIAN, 1), of(SPIN, 1)), layer(of(BERNOULLI, 3))),
  MIXED_HIDDEN(0.7, layer(of(BERNOULLI, 2)), layer(of(SPIN, 1), of(RECTIFIED, 1), of(GAUSSIAN, 1))),
  DEEP_BERNOULLI(0.9, layer(of(BERNOULLI, 3)), layer(of(BERNOULLI, 2)), layer(of(BERNOULLI, 2))),
  DEEPER_BERNOULLI(
      0.9,
      layer(of(BERNOULLI, 2)),
      layer(of(BERNOULLI, 3)),
      layer(of(BERNOULLI, 1)),
      layer(of(BERNOULLI, 2))),
  DEEP_GAUSSIAN(0.7, layer(of(GAUSSIAN, 1)), layer(of(BERNOULLI, 2)), layer(of(SPIN, 2))),
  DEEP_LABELLED(
      0.7,
      layer(of(BERNOULLI, 2)),
      layer(UnitSpec.of(BINOMIAL, 2, 2)),
      layer(of(BERNOULLI, 1), UnitSpec.of(POTTS, 3, 3))),
  COUPLED_BERNOULLI(0.9, List.of(0), layer(of(BERNOULLI, 5))),
  COUPLED_SPIN(0.5, List.of(0), layer(of(SPIN, 5))),
  COUPLED_POTTS(0.5, List.of(0), layer(UnitSpec.of(POTTS, 9, 3))),
  COUPLED_BINOMIAL(0.3, List.of(0), layer(UnitSpec.of(BINOMIAL, 3, 2))),
  COUPLED_GAUSSIAN(0.15, List.of(0), layer(of(GAUSSIAN, 2))),
  SEMI_RESTRICTED_BERNOULLI(0.9, List.of(0), layer(of(BERNOULLI, 4)), layer(of(BERNOULLI, 2))),
  SEMI_RESTRICTED_POTTS(0.7, List.of(0), layer(UnitSpec.of(POTTS, 6, 3)), layer(of(BERNOULLI, 2))),
  SEMI_RESTRICTED_GAUSSIAN(0.15, List.of(0), layer(of(GAUSSIAN, 2)), layer(of(BERNOULLI, 2))),
  COUPLED_HIDDEN(0.7, List.of(1), layer(of(BERNOULLI, 3)), layer(of(BERNOULLI, 3))),
  GENERAL_BERNOULLI(0.7, List.of(0, 1), layer(of(BERNOULLI, 3)), layer(of(BERNOULLI, 3))),
  GENERAL_MIXED(
      0.6,
      List.of(0, 1),
      layer(of(BERNOULLI, 1), of(SPIN, 1), UnitSpec.of(POTTS, 2, 2)),
      layer(of(SPIN, 2))),
  DEEP_COUPLED(
      0.7, List.of(0, 1), layer(of(BERNOULLI, 2)), layer(of(BERNOULLI, 2)), layer(of(SPIN, 2)));

  private final MachineSpec spec;
  private final double weightDeviation;

  SmallMachine(double weightDeviation, UnitSpec[]... layers) {
    this(weightDeviation, List.of(), layers);
  }

  SmallMachine(double weightDeviation, List<Integer> coupled, UnitSpec[]... layers) {
    this.spec = new MachineSpec(Arrays.stream(layers).map(List::of).toList(), coupled);
    this.weightDeviation = weightDeviation;
  }

  private static UnitSpec of(UnitType type, int size) {
    return UnitSpec.of(type, size);
  }

  private static UnitSpec[] layer(UnitSpec... groups) {
    return groups;
  }

  public MachineSpec spec() {
    return spec;
  }

  public BoltzmannMachine machine() {
    return BoltzmannMachine.of(spec);
  }

  /** Those whose hidden units, in one layer if there are any, can be summed out. */
  public static Stream<SmallMachine> restricted() {
    return Arrays.stream(values()).filter(m -> m.machine().hasClosedFreeEnergy());
  }

  public EnumeratedMachine enumerated(float[] parameters) {
    return new EnumeratedMachine(spec, parameters);
  }

  /** Whether all units have finitely many states. */
  public boolean isDiscrete() {
    return spec.layers().stream().flatMap(List::stream).noneMatch(g -> g.type().hasVariance());
  }

  /**
   * Parameters within what the quadratures of {@link EnumeratedLayer} hold: normal weights and
   * biases, log sigma uniform in [-0.35, 0.1]. What is not learnt is 0.
   */
  public float[] parameters(long seed) {
    BoltzmannMachine machine = machine();
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = new float[machine.layout().size()];
    for (ParameterLayout.Segment segment : machine.layout().segments()) {
      for (int i = segment.offset(); i < segment.offset() + segment.size(); i++) {
        double normal = random.nextGaussian();
        double deviation = segment.isWeights() ? weightDeviation : 0.5;
        boolean isLogSigma = segment.name().startsWith("log_sigma.");
        parameters[i] = (float) (isLogSigma ? random.nextDouble(-0.35, 0.1) : deviation * normal);
      }
    }
    for (int l : spec.coupled()) {
      for (int i = 0; i < machine.layer(l).size(); i++) {
        BoltzmannMachine.mirror(machine.couplings(l), i, parameters);
      }
    }
    fixed().forEach(p -> parameters[p] = 0);
    return parameters;
  }

  /** Whether a place is that of a coupling of a unit with itself, which is always 0. */
  public boolean isWithinUnit(int parameter) {
    return parameter < machine().layout().firstUnitParameter() && fixed().contains(parameter);
  }

  /** The place of the same parameter in the other half of symmetric couplings; else the same. */
  public int twin(int parameter) {
    BoltzmannMachine machine = machine();
    for (int l : spec.coupled()) {
      Connection c = machine.couplings(l);
      int at = parameter - c.offset();
      if (at >= 0 && at < c.size()) {
        return c.offset() + at % c.columns() * c.columns() + at / c.columns();
      }
    }
    return parameter;
  }

  /** The places of parameters that are not learnt. */
  public List<Integer> fixed() {
    EnergyFormula formula = new EnergyFormula(spec, new double[machine().layout().size()]);
    List<Integer> places = new ArrayList<>();
    for (int l = 0; l < spec.layers().size(); l++) {
      for (int i = 0; spec.isCoupled(l) && i < formula.size(l); i++) {
        for (int j = 0; j < formula.size(l); j++) {
          if (!formula.isCoupled(l, i, j)) {
            places.add(formula.coupling(l, i, j));
          }
        }
      }
      int unit = 0;
      for (UnitSpec group : spec.layers().get(l)) {
        for (int i = 0; i < group.size(); i++, unit++) {
          if (!group.learnsMean()) {
            places.add(formula.bias(l, unit));
          }
          if (group.type().hasVariance() && !group.learnsVariance()) {
            places.add(formula.logSigma(l, unit));
          }
        }
      }
    }
    return places;
  }
}
