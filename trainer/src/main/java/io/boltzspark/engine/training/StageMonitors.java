package io.boltzspark.engine.training;

import io.boltzspark.monitoring.Moment;
import io.boltzspark.monitoring.Monitor;
import io.boltzspark.monitoring.MonitoredValue;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.monitoring.Watched;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The monitors of one stage, on the driver between rounds, and what they cost. When monitoring
 * would take more than its share of the time, evaluations are left out, but never the first (which
 * does not count, since the JVM warms up in it) and the last.
 */
public final class StageMonitors {
  /** The cost of samples, which monitors share. */
  private static final String SAMPLES = "samples";

  private final Watched watched;
  private final double share;
  private final List<Monitor> monitors;
  private final Map<String, String> reasonsNot = new LinkedHashMap<>();
  private final Map<String, Long> nanos = new LinkedHashMap<>();
  private long lastNanos;
  private long counted;
  private boolean warm;
  private int leftOut;

  StageMonitors(Watched watched, MonitorConfig config) {
    this.watched = watched;
    this.share = config.share();
    this.monitors = Monitors.named(config.metrics());
    for (Monitor monitor : monitors) {
      String reason = monitor.reasonNot(watched);
      if (!reason.isEmpty()) {
        reasonsNot.put(monitor.name(), reason);
      }
    }
  }

  /** Monitors that this machine and these rows do not have, and why; their values are null. */
  Map<String, String> reasonsNot() {
    return reasonsNot;
  }

  /** Whether another evaluation stays within the share of {@code elapsedNanos} of training. */
  boolean isAffordable(long elapsedNanos) {
    boolean affordable = counted + lastNanos <= share * elapsedNanos;
    leftOut += affordable ? 0 : 1;
    return affordable;
  }

  /** Seconds spent so far by each monitor, and for the samples that they share. */
  Map<String, Double> seconds() {
    Map<String, Double> seconds = new LinkedHashMap<>();
    nanos.forEach((name, spent) -> seconds.put(name, spent / 1e9));
    return seconds;
  }

  /** Evaluations that were left out because of their cost. */
  int leftOut() {
    return leftOut;
  }

  /**
   * The values after a number of steps, by their keys, always the same ones; a value that does not
   * exist for this machine and data is null.
   */
  Map<String, Object> evaluate(float[] parameters, long step) {
    long start = System.nanoTime();
    Moment moment = new Moment(watched, parameters, step);
    if (monitors.stream().anyMatch(m -> m.needsSamples() && isPossible(m))) {
      moment.samples();
      spend(SAMPLES, start);
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (Monitor monitor : monitors) {
      Map<String, Double> found = isPossible(monitor) ? measure(monitor, moment) : Map.of();
      for (MonitoredValue value : monitor.values()) {
        values.put(value.key(), found.get(value.key()));
      }
    }
    lastNanos = warm ? System.nanoTime() - start : 0;
    counted += lastNanos;
    warm = true;
    return values;
  }

  private Map<String, Double> measure(Monitor monitor, Moment moment) {
    long begin = System.nanoTime();
    Map<String, Double> found = monitor.measure(moment);
    spend(monitor.name(), begin);
    return found;
  }

  private boolean isPossible(Monitor monitor) {
    return !reasonsNot.containsKey(monitor.name());
  }

  private void spend(String what, long since) {
    nanos.merge(what, System.nanoTime() - since, Long::sum);
  }
}
