package io.boltzspark.monitoring;

import io.boltzspark.boltzmann.StoppingConfig;
import java.util.List;
import java.util.stream.Stream;

/** All monitors, in the order in which their values are written. */
public final class Monitors {
  private static final List<Monitor> ALL =
      List.of(
          new ReconstructionErrorMonitor(),
          new PseudoLogLikelihoodMonitor(),
          new FreeEnergyMonitor(),
          new EnergyCoefficientMonitor(),
          new HeatCapacityMonitor(false),
          new HeatCapacityMonitor(true),
          new WeightSparsityMonitor(),
          new WeightSquareMonitor(),
          new NeighbourDivergenceMonitor(false),
          new NeighbourDivergenceMonitor(true),
          new ContrastiveLossMonitor(),
          SiteCorrelationMonitor.oneSite(),
          SiteCorrelationMonitor.twoSite());

  /** The default monitors. */
  public static final List<String> BY_DEFAULT =
      List.of("reconstruction-error", "pseudo-log-likelihood", "free-energy");

  private static final String EVERY_ONE = "all";
  private static final String NOTEBOOK = "notebook";

  /**
   * The monitors that notebook 17 of Mehta et al. 2019, "A high-bias, low-variance introduction to
   * machine learning for physicists", shows of its energy-based models.
   */
  private static final List<String> OF_THE_NOTEBOOK =
      List.of(
          "reconstruction-error",
          "energy-coefficient",
          "heat-capacity",
          "weight-sparsity",
          "weight-square",
          "kl-divergence",
          "reverse-kl-divergence");

  private Monitors() {}

  public static List<Monitor> all() {
    return ALL;
  }

  /** Every word that {@link #expanded} accepts. */
  public static List<String> words() {
    return Stream.concat(ALL.stream().map(Monitor::name), Stream.of(NOTEBOOK, EVERY_ONE)).toList();
  }

  /**
   * Names of monitors, without duplicates and in their order, for words that may each stand for
   * several names.
   *
   * @param words some of {@link #words}
   */
  public static List<String> expanded(List<String> words) {
    return ALL.stream()
        .map(Monitor::name)
        .filter(
            name ->
                words.contains(name)
                    || words.contains(EVERY_ONE)
                    || words.contains(NOTEBOOK) && OF_THE_NOTEBOOK.contains(name))
        .toList();
  }

  /** The monitors with the given names. */
  public static List<Monitor> named(List<String> names) {
    return ALL.stream().filter(monitor -> names.contains(monitor.name())).toList();
  }

  /**
   * The value that early stopping follows.
   *
   * @throws IllegalArgumentException for {@code NONE}
   */
  public static MonitoredValue value(StoppingConfig.Metric metric) {
    String key =
        switch (metric) {
          case NONE -> throw new IllegalArgumentException("no metric");
          case PSEUDO_LOG_LIKELIHOOD -> "pseudo_log_likelihood_valid";
          case RECONSTRUCTION_ERROR -> "reconstruction_error_valid";
          case FREE_ENERGY_GAP -> FreeEnergyMonitor.GAP;
          case ONE_SITE_CORRELATION -> SiteCorrelationMonitor.ONE_SITE;
          case TWO_SITE_CORRELATION -> SiteCorrelationMonitor.TWO_SITE;
        };
    return ALL.stream()
        .flatMap(monitor -> monitor.values().stream())
        .filter(value -> value.key().equals(key))
        .findFirst()
        .orElseThrow();
  }

  /** The monitor that computes a value. */
  public static Monitor of(MonitoredValue value) {
    return ALL.stream()
        .filter(monitor -> monitor.values().contains(value))
        .findFirst()
        .orElseThrow();
  }
}
