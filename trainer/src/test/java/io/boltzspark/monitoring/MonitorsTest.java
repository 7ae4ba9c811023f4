package io.boltzspark.monitoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.StoppingConfig.Metric;
import io.boltzspark.evaluation.ContrastiveLoss;
import io.boltzspark.evaluation.HeatCapacity;
import io.boltzspark.evaluation.ModelSamples;
import io.boltzspark.evaluation.PseudoLikelihood;
import io.boltzspark.evaluation.ReconstructionError;
import io.boltzspark.evaluation.WeightStatistics;
import io.boltzspark.evaluation.WeightedMean;
import io.boltzspark.evaluation.neighbours.EnergyCoefficient;
import io.boltzspark.evaluation.neighbours.NeighbourDivergence;
import io.boltzspark.evaluation.sites.SiteMeans;
import io.boltzspark.evaluation.sites.SitePairs;
import io.boltzspark.evaluation.sites.Sites;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.SmallMachine;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MonitorsTest {
  private static final long SEED = 31;
  private static final long STEP = 7;
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(List.of(9, 4));
  private static final float[] PARAMETERS =
      EnumeratedMachine.randomParameters(List.of(9, 4), 0.7, 3);

  private static Matrix rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Matrix rows = Matrix.zeros(count, 9);
    for (int i = 0; i < rows.values().length; i++) {
      rows.values()[i] = random.nextInt(2);
    }
    return rows;
  }

  private static Watched watched(BoltzmannMachine machine, int train, int valid) {
    return new Watched(machine, SEED, rows(train, 1), rows(valid, 2));
  }

  private static Map<String, Double> measureAll(Watched watched) {
    Moment moment = new Moment(watched, PARAMETERS, STEP);
    Map<String, Double> values = new HashMap<>();
    Monitors.all().forEach(monitor -> values.putAll(monitor.measure(moment)));
    return values;
  }

  private static RandomStream stream(int use) {
    return new RandomStream(SEED, Purpose.MONITOR, STEP, use);
  }

  /** Each is what the measure of its name says of these rows and of one set of samples. */
  @Test
  void valuesAreThoseOfTheMeasures() {
    Watched watched = watched(MACHINE, 40, 30);
    Map<String, Double> values = measureAll(watched);
    ChainStates samples = ModelSamples.draw(MACHINE, PARAMETERS, 40, 10, stream(2));
    Map<String, Double> expected = new HashMap<>();
    List.of("", "_valid")
        .forEach(
            part -> {
              Matrix x = part.isEmpty() ? watched.train() : watched.valid();
              Matrix y = samples.visible().rows(0, x.rows());
              int use = part.isEmpty() ? 0 : 1;
              expected.put(
                  "reconstruction_error" + part,
                  ReconstructionError.of(MACHINE, PARAMETERS, x, stream(use)));
              expected.put(
                  "pseudo_log_likelihood" + part,
                  PseudoLikelihood.stochastic(MACHINE, PARAMETERS, x, stream(use)));
              double[] losses = new ContrastiveLoss(1).of(MACHINE, PARAMETERS, x, stream(use));
              expected.put("contrastive_loss" + part, WeightedMean.of(losses, null).mean());
              expected.put("energy_coefficient" + part, EnergyCoefficient.of(x, y));
              expected.put("kl_divergence" + part, NeighbourDivergence.of(x, y, 5));
              expected.put("reverse_kl_divergence" + part, NeighbourDivergence.of(y, x, 5));
            });
    double train = mean(watched.train());
    double valid = mean(watched.valid());
    expected.put("free_energy_train", train);
    expected.put("free_energy_valid", valid);
    expected.put("free_energy_gap", valid - train);
    Sites sites = Sites.ofColumns(9);
    expected.put(
        "one_site_correlation",
        SiteMeans.of(sites, watched.train(), null).fit(samples.visible()).correlation());
    expected.put(
        "two_site_correlation",
        SitePairs.of(sites, watched.train(), null).fit(samples.visible()).correlation());
    expected.put("heat_capacity", HeatCapacity.of(MACHINE, PARAMETERS, samples));
    expected.put("heat_capacity_of_means", HeatCapacity.of(MACHINE, PARAMETERS, samples));
    expected.put("weight_sparsity", WeightStatistics.sparsity(MACHINE, PARAMETERS));
    expected.put("weight_square", WeightStatistics.square(MACHINE, PARAMETERS));
    assertEquals(expected, values);
  }

  /** Of persistent chains the hidden states are kept, and visible ones are drawn from them. */
  @Test
  void chainsArePersistentOnesIfThereAreAny() {
    Watched watched = watched(MACHINE, 40, 30);
    ChainStates chains = ModelSamples.draw(MACHINE, PARAMETERS, 200, 3, stream(77));
    ChainStates drawn = ChainStates.zeros(MACHINE, 200);
    drawn.layer(1).setFrom(chains.layer(1));
    new GibbsSampler(MACHINE).sampleFirst(drawn, PARAMETERS, stream(4));
    chains.visible().setFrom(Matrix.zeros(200, 9));
    Moment moment = new Moment(watched, PARAMETERS, STEP, () -> chains);
    Map<String, Double> values = new HashMap<>();
    Monitors.named(List.of("one-site-correlation", "two-site-correlation"))
        .forEach(monitor -> values.putAll(monitor.measure(moment)));
    Sites sites = Sites.ofColumns(9);
    assertEquals(
        Map.of(
            "one_site_correlation",
            SiteMeans.of(sites, watched.train(), null).fit(drawn.visible()).correlation(),
            "two_site_correlation",
            SitePairs.of(sites, watched.train(), null).fit(drawn.visible()).correlation()),
        values);
    assertArrayEquals(drawn.visible().toArray(), moment.chains().visible().toArray());
  }

  private static double mean(Matrix rows) {
    return Arrays.stream(MACHINE.freeEnergy(rows, PARAMETERS)).average().orElseThrow();
  }

  /** Reconstructions are by as many sweeps as a step of training makes. */
  @Test
  void reconstructionsFollowTraining() {
    Watched watched = watched(MACHINE, 40, 0).withSweeps(3);
    double[] losses = new ContrastiveLoss(3).of(MACHINE, PARAMETERS, watched.train(), stream(0));
    assertEquals(
        Map.of("contrastive_loss", WeightedMean.of(losses, null).mean()),
        Monitors.named(List.of("contrastive-loss"))
            .get(0)
            .measure(new Moment(watched, PARAMETERS, STEP)));
  }

  /** Weights of 0 and 1 leave rows out. */
  @Test
  void rowsCountByTheirWeights() {
    Watched all = watched(MACHINE, 40, 30);
    double[] train = new double[40];
    double[] valid = new double[30];
    Arrays.fill(train, 0, 25, 2);
    Arrays.fill(valid, 0, 10, 0.5);
    Watched weighted = new Watched(MACHINE, SEED, all.train(), all.valid(), train, valid);
    Map<String, Double> values = measureAll(weighted);
    assertEquals(mean(all.train().rows(0, 25)), values.get("free_energy_train"), 1e-12);
    assertEquals(mean(all.valid().rows(0, 10)), values.get("free_energy_valid"), 1e-12);
    double[] terms = PseudoLikelihood.stochasticTerms(MACHINE, PARAMETERS, all.train(), stream(0));
    assertEquals(
        Arrays.stream(terms, 0, 25).average().orElseThrow(),
        values.get("pseudo_log_likelihood"),
        1e-12);
    // The first 25 rows count alike, and how far the others are from their reconstructions does
    // not.
    double[] third = new double[40];
    Arrays.fill(third, 0, 25, 1);
    double some = ReconstructionError.of(MACHINE, PARAMETERS, all.train(), third, stream(0));
    assertEquals(some, values.get("reconstruction_error"), 1e-12);
    double[] rest = new double[40];
    Arrays.fill(rest, 25, 40, 1);
    double others = ReconstructionError.of(MACHINE, PARAMETERS, all.train(), rest, stream(0));
    double together = ReconstructionError.of(MACHINE, PARAMETERS, all.train(), stream(0));
    assertEquals(
        40 * together * together, 25 * some * some + 15 * others * others, 1e-9, "squares add up");
    assertTrue(impossible(weighted).contains("kl-divergence"));
  }

  @Test
  void noValueDependsOnTheOtherMonitors() {
    Watched watched = watched(MACHINE, 40, 30);
    Map<String, Double> together = measureAll(watched);
    for (Monitor monitor : Monitors.all()) {
      Map<String, Double> alone = monitor.measure(new Moment(watched, PARAMETERS, STEP));
      alone.forEach((key, value) -> assertEquals(together.get(key), value, key));
      assertEquals(
          monitor.values().stream().map(MonitoredValue::key).toList(), List.copyOf(keys(alone)));
    }
  }

  private static List<String> keys(Map<String, Double> values) {
    return values.keySet().stream().toList();
  }

  @Test
  void nothingIsChanged() {
    Watched watched = watched(MACHINE, 20, 10);
    float[] parameters = PARAMETERS.clone();
    Moment moment = new Moment(watched, parameters, STEP);
    float[] samples = moment.samples().visible().toArray();
    Monitors.all().forEach(monitor -> monitor.measure(moment));
    assertArrayEquals(PARAMETERS, parameters);
    assertArrayEquals(rows(20, 1).toArray(), watched.train().toArray());
    assertArrayEquals(rows(10, 2).toArray(), watched.valid().toArray());
    assertArrayEquals(samples, moment.samples().visible().toArray());
    assertEquals(20, moment.samples().chains(), "as many as rows of the larger part");
  }

  @Test
  void withoutValidationRowsTheirValuesAreMissing() {
    Map<String, Double> values = measureAll(watched(MACHINE, 20, 0));
    assertTrue(
        values.keySet().stream().noneMatch(key -> key.contains("valid") || key.contains("gap")),
        values::toString);
    assertTrue(values.containsKey("reverse_kl_divergence"));
    assertTrue(values.containsKey("free_energy_train"));
  }

  @Test
  void saysWhatCannotBeHad() {
    assertEquals(Set.of(), impossible(watched(MACHINE, 6, 0)));
    assertEquals(
        Set.of("kl-divergence", "reverse-kl-divergence"), impossible(watched(MACHINE, 5, 9)));
    BoltzmannMachine deep = BoltzmannMachine.bernoulli(List.of(9, 3, 2));
    assertEquals(
        Set.of("pseudo-log-likelihood", "free-energy", "contrastive-loss"),
        impossible(watched(deep, 20, 10)));
    BoltzmannMachine noisy =
        BoltzmannMachine.of(
            MachineSpec.of(
                UnitSpec.of(UnitType.BERNOULLI, 9), UnitSpec.of(UnitType.NOISY_RECTIFIED, 2)));
    assertEquals(
        Set.of(
            "pseudo-log-likelihood",
            "free-energy",
            "contrastive-loss",
            "heat-capacity",
            "heat-capacity-of-means"),
        impossible(watched(noisy, 20, 10)));
    Matrix grey = rows(10, 2);
    grey.set(3, 4, 0.5f);
    assertEquals(
        Set.of("pseudo-log-likelihood"), impossible(new Watched(MACHINE, SEED, rows(20, 1), grey)));
  }

  /** Without hidden units there are no weights to describe; all else has a value. */
  @ParameterizedTest
  @EnumSource(
      value = SmallMachine.class,
      names = {"COUPLED_SPIN", "COUPLED_POTTS", "COUPLED_BINOMIAL", "COUPLED_GAUSSIAN"})
  void withoutHiddenUnits(SmallMachine small) {
    Watched watched = drawn(small, 20);
    boolean hasPairs = small != SmallMachine.COUPLED_GAUSSIAN; // it has one pair of units
    assertEquals(
        hasPairs
            ? Set.of("weight-sparsity", "weight-square")
            : Set.of("weight-sparsity", "weight-square", "two-site-correlation"),
        impossible(watched));
    assertFinite(small, watched);
  }

  /** Coupled hidden units cannot be summed out. */
  @Test
  void withCouplings() {
    Watched semi = drawn(SmallMachine.SEMI_RESTRICTED_BERNOULLI, 20);
    assertEquals(Set.of(), impossible(semi));
    assertFinite(SmallMachine.SEMI_RESTRICTED_BERNOULLI, semi);
    for (SmallMachine small :
        List.of(SmallMachine.COUPLED_HIDDEN, SmallMachine.GENERAL_BERNOULLI)) {
      Watched watched = drawn(small, 20);
      assertEquals(
          Set.of("pseudo-log-likelihood", "free-energy", "contrastive-loss"), impossible(watched));
      assertFinite(small, watched);
    }
  }

  private static Watched drawn(SmallMachine small, int count) {
    EnumeratedMachine exact = small.enumerated(small.parameters(3));
    SplittableRandom random = new SplittableRandom(4);
    return new Watched(
        small.machine(), SEED, exact.draws(count, random).get(0), exact.draws(10, random).get(0));
  }

  private static void assertFinite(SmallMachine small, Watched watched) {
    Moment moment = new Moment(watched, small.parameters(3), STEP);
    for (Monitor monitor : Monitors.all()) {
      if (monitor.reasonNot(watched).isEmpty()) {
        monitor
            .measure(moment)
            .forEach((key, value) -> assertTrue(Double.isFinite(value), key + " " + value));
      }
    }
  }

  private static Set<String> impossible(Watched watched) {
    Set<String> names = new HashSet<>();
    for (Monitor monitor : Monitors.all()) {
      if (!monitor.reasonNot(watched).isEmpty()) {
        names.add(monitor.name());
      }
    }
    return names;
  }

  @Test
  void wordsStandForNames() {
    List<String> names = Monitors.all().stream().map(Monitor::name).toList();
    assertEquals(names, Monitors.expanded(List.of("all")));
    assertEquals(
        List.of("reconstruction-error", "weight-square"),
        Monitors.expanded(List.of("weight-square", "reconstruction-error", "weight-square")));
    List<String> notebook = Monitors.expanded(List.of("notebook"));
    assertEquals(7, notebook.size());
    assertFalse(notebook.contains("free-energy"));
    assertEquals(8, Monitors.expanded(List.of("free-energy", "notebook")).size());
    assertEquals(List.of(), Monitors.expanded(List.of()));
    assertEquals(Monitors.BY_DEFAULT, Monitors.expanded(Monitors.BY_DEFAULT));
    assertEquals(
        notebook, Monitors.named(notebook).stream().map(Monitor::name).toList(), "in their order");
  }

  @Test
  void keysAreTheNamesAndOccurOnce() {
    Set<String> keys = new HashSet<>();
    for (Monitor monitor : Monitors.all()) {
      for (MonitoredValue value : monitor.values()) {
        assertTrue(keys.add(value.key()), value.key());
        assertTrue(value.key().startsWith(monitor.name().replace('-', '_')), value.key());
      }
    }
  }

  @Test
  void earlyStoppingLooksAtMonitors() {
    Watched watched = watched(MACHINE, 20, 10);
    for (Metric metric : Metric.values()) {
      if (metric != Metric.NONE) {
        MonitoredValue value = Monitors.value(metric);
        Moment moment = new Moment(watched, PARAMETERS, STEP);
        assertTrue(Monitors.of(value).measure(moment).containsKey(value.key()), value.key());
        boolean needsValidation =
            !Monitors.of(value)
                .measure(new Moment(watched(MACHINE, 20, 0), PARAMETERS, STEP))
                .containsKey(value.key());
        assertEquals(metric.isOfValidation(), needsValidation, value.key());
        boolean larger = metric == Metric.PSEUDO_LOG_LIKELIHOOD || value.key().contains("_site_");
        assertEquals(larger, value.better() == MonitoredValue.Better.LARGER);
      }
    }
  }
}
