package io.boltzspark.jobs.metrics;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.metrics.LogLikelihoodMetric.Method;
import io.boltzspark.jobs.settings.NearestWord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All metrics by name. */
public final class Metrics {
  private static final List<Metric> SIMPLE =
      List.of(
          new FreeEnergyMetric(),
          new PseudoLogLikelihoodMetric(false),
          new PseudoLogLikelihoodMetric(true),
          new ReconstructionErrorMetric(),
          SampleComparisonMetric.energyCoefficient(),
          SampleComparisonMetric.divergence(),
          SampleComparisonMetric.reverseDivergence(),
          new HeatCapacityMetric(),
          WeightMetric.sparsity(),
          WeightMetric.square(),
          new FreeEnergyDifferenceMetric(),
          new AdversarialAccuracyMetric(),
          new NearestRowsMetric(),
          new IsingMetric());

  private Metrics() {}

  /** Every name that {@link #named} takes. */
  public static List<String> names() {
    return Stream.of(
            Stream.of(LogLikelihoodMetric.NAME),
            Stream.of(Method.values()).map(Method::word),
            SIMPLE.stream().map(Metric::name))
        .flatMap(names -> names)
        .toList();
  }

  /** What is measured when nothing is named: whatever exists for the model. */
  public static List<Metric> all() {
    List<Metric> all = new ArrayList<>();
    all.add(new LogLikelihoodMetric(Set.of()));
    all.addAll(SIMPLE);
    return all;
  }

  /**
   * The metrics of some names, each once. {@code exact}, {@code ais} and {@code reverse} are the
   * log-likelihood with log Z by that method.
   *
   * @throws BoltzException USAGE when a name is not known
   */
  public static List<Metric> named(List<String> names) {
    Set<Method> methods = EnumSet.noneOf(Method.class);
    boolean likelihood = false;
    List<Metric> found = new ArrayList<>();
    for (String name : names) {
      var method = Stream.of(Method.values()).filter(m -> m.word().equals(name)).findFirst();
      method.ifPresent(methods::add);
      likelihood |= method.isPresent() || name.equals(LogLikelihoodMetric.NAME);
      if (!names().contains(name)) {
        throw new BoltzException(
            ExitCode.USAGE,
            "--metrics knows no \"%s\"; it takes %s%s"
                .formatted(name, String.join(", ", names()), NearestWord.hint(name, names())));
      }
      SIMPLE.stream().filter(m -> m.name().equals(name) && !found.contains(m)).forEach(found::add);
    }
    if (likelihood) {
      found.add(0, new LogLikelihoodMetric(methods));
    }
    return found;
  }
}
