package io.boltzspark.engine.boltzmann;

import io.boltzspark.engine.training.Watch;
import io.boltzspark.monitoring.Moment;
import io.boltzspark.monitoring.Monitor;
import io.boltzspark.monitoring.MonitoredValue;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.monitoring.Watched;
import io.boltzspark.sampling.ChainStates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The monitors of one stage, on the driver between rounds, and the cost of each. */
final class MonitorWatch implements Watch {
  /** The cost of samples and chains, which all monitors share. */
  private static final String SAMPLES = "samples";

  private final Watched watched;
  private final Function<byte[], ChainStates> chains;
  private final List<Monitor> monitors;
  private final boolean askedFor;
  private final Map<String, String> reasonsNot = new LinkedHashMap<>();
  private final Map<String, Long> nanos = new LinkedHashMap<>();

  /**
   * @param chains the persistent chains in the states of all lanes
   * @param metrics names of {@link Monitors}
   */
  MonitorWatch(Watched watched, Function<byte[], ChainStates> chains, List<String> metrics) {
    this.watched = watched;
    this.chains = chains;
    this.monitors = Monitors.named(metrics);
    this.askedFor = !metrics.equals(Monitors.BY_DEFAULT);
    for (Monitor monitor : monitors) {
      String reason = monitor.reasonNot(watched);
      if (!reason.isEmpty()) {
        reasonsNot.put(monitor.name(), reason);
      }
    }
  }

  /** Requested monitors that are not available, with the reason. */
  @Override
  public Map<String, String> reasonsNot() {
    return askedFor ? reasonsNot : Map.of();
  }

  @Override
  public Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.forEach((name, spent) -> seconds.put(name, spent / 1e9));
    return seconds;
  }

  @Override
  public Map<String, Object> evaluate(float[] parameters, byte[] states, long step) {
    Moment moment = new Moment(watched, parameters, step, () -> chains.apply(states));
    long start = System.nanoTime();
    if (isAny(Monitor::needsSamples)) {
      moment.samples();
      spend(SAMPLES, start);
    }
    if (isAny(Monitor::needsChains)) {
      start = System.nanoTime();
      moment.chains();
      spend(SAMPLES, start);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Monitor monitor : monitors) {
      Map<String, Double> found = isPossible(monitor) ? measure(monitor, moment) : Map.of();
      for (MonitoredValue value : monitor.values()) {
        values.put(value.key(), found.get(value.key()));
      }
    }
    return values;
  }

  private Map<String, Double> measure(Monitor monitor, Moment moment) {
    long begin = System.nanoTime();
    Map<String, Double> found = monitor.measure(moment);
    spend(monitor.name(), begin);
    return found;
  }

  private boolean isAny(Predicate<Monitor> wanted) {
    return monitors.stream().anyMatch(monitor -> wanted.test(monitor) && isPossible(monitor));
  }

  private boolean isPossible(Monitor monitor) {
    return !reasonsNot.containsKey(monitor.name());
  }

  private void spend(String what, long since) {
    nanos.merge(what, System.nanoTime() - since, Long::sum);
  }
}
