package io.boltzspark.monitoring;

import io.boltzspark.evaluation.sites.SitePairs;
import io.boltzspark.evaluation.sites.StatisticFit;
import io.boltzspark.math.Matrix;
import io.boltzspark.monitoring.MonitoredValue.Better;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Pearson's correlation between statistics of sites of the training rows and of the model's chains:
 * the persistent ones, which have followed the model throughout training, or without any, samples.
 * The fewer chains there are, the more noise lowers it.
 */
final class SiteCorrelationMonitor implements Monitor {
  static final String ONE_SITE = "one_site_correlation";
  static final String TWO_SITE = "two_site_correlation";

  private final String key;
  private final Function<Watched, String> reasonNot;
  private final BiFunction<Watched, Matrix, StatisticFit> fit;

  private SiteCorrelationMonitor(
      String key,
      Function<Watched, String> reasonNot,
      BiFunction<Watched, Matrix, StatisticFit> fit) {
    this.key = key;
    this.reasonNot = reasonNot;
    this.fit = fit;
  }

  /** Of the frequencies of states, or the means of units that are not Potts units. */
  static Monitor oneSite() {
    return new SiteCorrelationMonitor(
        ONE_SITE, watched -> "", (watched, states) -> watched.siteMeans().fit(states));
  }

  /** Of connected two-site correlations. */
  static Monitor twoSite() {
    return new SiteCorrelationMonitor(
        TWO_SITE,
        watched -> SitePairs.reasonNot(watched.sites()),
        (watched, states) -> watched.sitePairs().fit(states));
  }

  @Override
  public String name() {
    return key.replace('_', '-');
  }

  @Override
  public List<MonitoredValue> values() {
    return List.of(new MonitoredValue(key, Better.LARGER));
  }

  @Override
  public boolean needsChains() {
    return true;
  }

  @Override
  public String reasonNot(Watched watched) {
    return reasonNot.apply(watched);
  }

  @Override
  public Map<String, Double> measure(Moment moment) {
    Matrix states = moment.chains().visible();
    return Map.of(key, fit.apply(moment.watched(), states).correlation());
  }
}
