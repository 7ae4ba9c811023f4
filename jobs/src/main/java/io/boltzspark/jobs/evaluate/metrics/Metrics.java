package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.evaluate.metrics.LogLikelihoodMetric.Method;
import io.boltzspark.jobs.settings.NearestWord;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All metrics by name. */
public final class Metrics {
  /** The word for all metrics that exist for a model. */
  public static final String ALL = "all";

  private static final List<Metric> USUAL =
      List.of(
          new FreeEnergyMetric(),
          new PseudoLogLikelihoodMetric(false),
          new ReconstructionErrorMetric(),
          WeightMetric.sparsity(),
          WeightMetric.square());

  /** Metrics that are slow or rarely needed. */
  private static final List<Metric> MORE =
      List.of(
          new PseudoLogLikelihoodMetric(true),
          SampleComparisonMetric.energyCoefficient(),
          SampleComparisonMetric.divergence(),
          SampleComparisonMetric.reverseDivergence(),
          new HeatCapacityMetric(false),
          new HeatCapacityMetric(true),
          new FreeEnergyDifferenceMetric(),
          new ContrastiveLossMetric(),
          new AdversarialAccuracyMetric(),
          new NearestRowsMetric(),
          new SitesMetric(),
          new EntropyMetric(),
          new DiversityMetric(),
          new ClassesMetric(),
          new IsingMetric());

  private Metrics() {}

  /** What is measured of a generative network unless names are given. */
  public static Choice ofImages() {
    return new Choice(MORE.stream().filter(metric -> !metric.needsMachine()).toList(), false);
  }

  /**
   * Metrics to measure.
   *
   * @param asked whether the user named them, so that none may be skipped
   */
  public record Choice(List<Metric> metrics, boolean asked) {
    public Choice {
      metrics = List.copyOf(metrics);
    }
  }

  /** Every name that {@link #named} accepts. */
  public static List<String> names() {
    return Stream.of(
            Stream.of(LogLikelihoodMetric.NAME),
            Stream.of(Method.values()).map(Method::word),
            simple().map(Metric::name),
            Stream.of(ALL))
        .flatMap(names -> names)
        .toList();
  }

  private static Stream<Metric> simple() {
    return Stream.concat(USUAL.stream(), MORE.stream());
  }

  private static Choice withLikelihood(Stream<Metric> others) {
    return new Choice(
        Stream.concat(Stream.of(new LogLikelihoodMetric(Set.of())), others).toList(), false);
  }

  /**
   * The metrics with these names, each once; without names the most informative fast ones. {@code
   * exact}, {@code ais} and {@code reverse} are the log-likelihood with log Z by that method.
   *
   * @throws BoltzException USAGE when a name is not known
   */
  public static Choice named(List<String> names) {
    if (names.isEmpty()) {
      return withLikelihood(USUAL.stream());
    }
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
            "--metrics '%s' is invalid: expected %s%s"
                .formatted(name, String.join(", ", names()), NearestWord.hint(name, names())));
      }
      simple().filter(m -> m.name().equals(name) && !found.contains(m)).forEach(found::add);
    }
    if (names.contains(ALL)) {
      return withLikelihood(simple());
    }
    if (likelihood) {
      found.add(0, new LogLikelihoodMetric(methods));
    }
    return new Choice(found, true);
  }
}
