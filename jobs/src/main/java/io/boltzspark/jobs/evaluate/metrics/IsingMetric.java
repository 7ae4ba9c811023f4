package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.IsingObservables;
import io.boltzspark.evaluation.IsingObservables.Estimate;
import io.boltzspark.evaluation.IsingTheory;
import io.boltzspark.evaluation.couplings.IsingCouplings;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.evaluate.samples.ChainSamples;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a machine has learnt about the Ising model: observables of training rows, and of samples
 * from chains that start at noise and at training rows. If these two differ by more than their
 * errors, the chains were too short to forget their start.
 */
final class IsingMetric implements Metric {
  /** Largest difference of two means, in standard errors. */
  private static final double MOST_ERRORS = 5;

  /** The observables of configurations, in the order of the table. */
  private record Observed(String key, String heading, Estimate estimate) {}

  @Override
  public String name() {
    return "ising";
  }

  @Override
  public String reasonNot(Subject subject) {
    if (subject.rows().ising().isEmpty()) {
      return "the data are not configurations of the Ising model (boltz prepare --source ising)";
    }
    int sites = sites(subject.rows().ising().get());
    double[] states = subject.model().machine().visible().states();
    if (states.length != 2 || subject.model().machine().visible().size() != sites) {
      return "it needs %d visible units of two states, spin or bernoulli, without labels"
          .formatted(sites);
    }
    return subject.comparedRows(Part.TRAIN) < 2 ? "it needs 2 training rows" : "";
  }

  private static int sites(IsingDescription ising) {
    return ising.size() * ising.size();
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    IsingDescription ising = subject.rows().ising().orElseThrow();
    ChainSamples samples = subject.chains();
    double[] states = subject.model().machine().visible().states();
    Matrix rows = subject.firstRows(Part.TRAIN, subject.comparedRows(Part.TRAIN));
    SampleSource.Drawn noise = samples.after(SampleMetric.MANY_SWEEPS, progress);
    Matrix fromRows = samples.visibleFrom(rows, SampleMetric.MANY_SWEEPS, progress);
    String sweeps = " after " + noise.sweeps() + " sweeps";
    Configurations train = new Configurations("train", "training rows", spins(rows, states));
    Configurations fromNoise =
        new Configurations("from_noise", "noise" + sweeps, spins(noise.visible(), states));
    Configurations fromData =
        new Configurations("from_data", "those rows" + sweeps, spins(fromRows, states));

    Map<String, Object> json = new LinkedHashMap<>();
    json.put("size", ising.size());
    json.put("temperature", ising.temperature());
    json.put("sweeps", noise.sweeps());
    List<String> lines = new ArrayList<>();
    lines.add(
        "Ising model, %d x %d, T = %.4g, per spin"
            .formatted(ising.size(), ising.size(), ising.temperature()));
    TextTable table = new TextTable(2).left("mean +- standard error");
    observed(train, ising).forEach(one -> table.left(one.heading()));
    for (Configurations configurations : List.of(train, fromNoise, fromData)) {
      List<Observed> observed = observed(configurations, ising);
      json.put(configurations.key(), json(configurations, observed));
      table.row(cells(configurations.title(), observed));
    }
    addTheory(ising, json, table);
    lines.addAll(table.lines());
    addCouplings(subject.model(), ising, json, lines);
    return new MetricResult(json, lines, warnings(fromNoise, fromData, ising));
  }

  /**
   * Configurations whose observables are shown.
   *
   * @param spins -1 or +1, configurations x sites
   */
  private record Configurations(String key, String title, Matrix spins) {}

  /** Spins from two states: +1 for the upper and -1 for the lower one. */
  private static Matrix spins(Matrix states, double[] values) {
    Matrix spins = Matrix.zeros(states.rows(), states.columns());
    double scale = 2 / (values[1] - values[0]);
    for (int r = 0; r < states.rows(); r++) {
      for (int i = 0; i < states.columns(); i++) {
        spins.set(r, i, (float) (scale * (states.get(r, i) - values[0]) - 1));
      }
    }
    return spins;
  }

  private static List<Observed> observed(Configurations configurations, IsingDescription ising) {
    IsingObservables all = IsingObservables.of(configurations.spins(), ising.size());
    double beta = 1 / ising.temperature();
    return List.of(
        new Observed("energy", "energy", all.energy()),
        new Observed("magnetisation", "|m|", all.magnetisation()),
        new Observed("squared_magnetisation", "m^2", all.squaredMagnetisation()),
        new Observed("heat_capacity", "heat capacity", all.energyFluctuation().times(beta * beta)),
        new Observed(
            "susceptibility", "susceptibility", all.magnetisationFluctuation().times(beta)));
  }

  private static Map<String, Object> json(Configurations configurations, List<Observed> observed) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("configurations", configurations.spins().rows());
    for (Observed one : observed) {
      Map<String, Object> estimate = new LinkedHashMap<>();
      estimate.put("mean", MetricResult.finite(one.estimate().mean()));
      estimate.put("standard_error", MetricResult.finite(one.estimate().standardError()));
      json.put(one.key(), estimate);
    }
    return json;
  }

  private static Object[] cells(String title, List<Observed> observed) {
    List<Object> cells = new ArrayList<>(List.of(title));
    for (Observed one : observed) {
      Estimate estimate = one.estimate();
      cells.add(
          String.format(Locale.ROOT, "%8.4f +- %.4f", estimate.mean(), estimate.standardError()));
    }
    return cells.toArray();
  }

  private static void addTheory(IsingDescription ising, Map<String, Object> json, TextTable table) {
    double energy = IsingTheory.energy(ising.temperature());
    double magnetisation = IsingTheory.magnetisation(ising.temperature());
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("energy", energy);
    own.put("magnetisation", magnetisation);
    json.put("infinite_lattice", own);
    table.row(
        "an infinite lattice, exactly",
        String.format(Locale.ROOT, "%8.4f", energy),
        String.format(Locale.ROOT, "%8.4f", magnetisation),
        "",
        "",
        "");
  }

  /** Of a machine without hidden units: whether its couplings are those of the model. */
  private static void addCouplings(
      TrainedModel model, IsingDescription ising, Map<String, Object> json, List<String> lines) {
    BoltzmannMachine machine = model.machine();
    if (machine.layers().size() > 1 || machine.couplings(0) == null || ising.size() < 3) {
      return;
    }
    double[] states = machine.visible().states();
    double half = (states[1] - states[0]) / 2; // a state is a constant and this times the spin
    Matrix couplings = Matrix.zeros(machine.visible().size(), machine.visible().size());
    couplings.setFrom(machine.couplings(0).weights(model.parameters()));
    RowKernels.scaleInPlace(
        couplings.values(), (float) (half * half), 0, couplings.values().length);
    IsingCouplings found = IsingCouplings.of(couplings, ising.size(), ising.temperature());
    double truth = 1 / ising.temperature();
    Map<String, Object> own = new LinkedHashMap<>();
    own.put("of_neighbours", truth);
    own.put("neighbour_mean", MetricResult.finite(found.neighbourMean()));
    own.put("neighbour_rms_error", MetricResult.finite(found.neighbourError()));
    own.put("neighbour_mean_absolute_error", MetricResult.finite(found.meanAbsoluteError()));
    own.put("other_rms", MetricResult.finite(found.otherError()));
    own.put("other_largest", MetricResult.finite(found.otherLargest()));
    json.put("couplings", own);
    lines.add(
        String.format(
            Locale.ROOT,
            "  couplings of neighbours: %.4f on average, 1/T is %.4f (%+.2f %%); each is off by"
                + " %.2f %% on average",
            found.neighbourMean(),
            truth,
            100 * (found.neighbourMean() / truth - 1),
            100 * found.meanAbsoluteError() / truth));
    lines.add(
        String.format(
            Locale.ROOT,
            "  other couplings, which should be 0: %.4f by root mean square, at most %.4f",
            found.otherError(),
            found.otherLargest()));
  }

  private static List<String> warnings(
      Configurations fromNoise, Configurations fromData, IsingDescription ising) {
    Estimate noise = IsingObservables.of(fromNoise.spins(), ising.size()).energy();
    Estimate data = IsingObservables.of(fromData.spins(), ising.size()).energy();
    double error = Math.hypot(noise.standardError(), data.standardError());
    return Math.abs(noise.mean() - data.mean()) > MOST_ERRORS * error
        ? List.of(
            "ising: chains from noise and from training rows end at different energies, so neither"
                + " are samples of the model yet; increase --sample-steps, which helps if chains"
                + " can cross from one phase to the other")
        : List.of();
  }
}
