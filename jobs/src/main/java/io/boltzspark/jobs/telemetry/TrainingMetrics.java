package io.boltzspark.jobs.telemetry;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.monitoring.MonitoredValue;
import io.boltzspark.monitoring.Monitors;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;

/**
 * The metrics of all trainings in a process, as Spark shows them; the package page lists them. A
 * step costs a few additions and allocates nothing: everything else is computed when a sink reads
 * it.
 */
public final class TrainingMetrics {
  private static final TrainingMetrics OF_THIS_PROCESS = new TrainingMetrics();

  private final Meter steps = new Meter();
  private final Counter rounds = new Counter();
  private final Counter retries = new Counter();
  private final Map<String, DoubleAdder> seconds = new ConcurrentHashMap<>();
  private final Map<String, Double> likelihoods = new ConcurrentHashMap<>();
  private volatile long step;
  private volatile long totalSteps;
  private volatile long stepsPerEpoch;
  private volatile double stepExchangeMillis = Double.NaN;
  private volatile Map<String, Object> monitored = Map.of();

  TrainingMetrics() {
    TrainingObserver.TIMES.forEach(part -> seconds.put(part, new DoubleAdder()));
  }

  /** The instance that {@link MetricsPlugin} shows. */
  public static TrainingMetrics ofThisProcess() {
    return OF_THIS_PROCESS;
  }

  /** Returns an observer for one training; each training needs its own. */
  public TrainingObserver observer() {
    return new Observer();
  }

  /**
   * Records the log-likelihood of a part of the data.
   *
   * @param lower end of the bracket in nats per row, error bars included; NaN if none was found,
   *     and then nothing changes
   * @param upper its other end
   */
  public void evaluated(Part part, double lower, double upper) {
    if (lower <= upper) {
      likelihoods.put(lower(part), lower);
      likelihoods.put(upper(part), upper);
    }
  }

  private static String lower(Part part) {
    return "log_likelihood_" + part.name().toLowerCase(Locale.ROOT) + "_lower";
  }

  private static String upper(Part part) {
    return "log_likelihood_" + part.name().toLowerCase(Locale.ROOT) + "_upper";
  }

  /** Registers all of them. */
  void registerIn(MetricRegistry registry) {
    registry.register("steps", steps);
    registry.register("rounds", rounds);
    registry.register("retries", retries);
    gauge(registry, "step", () -> (double) step);
    gauge(registry, "total_steps", () -> (double) totalSteps);
    gauge(registry, "epoch", () -> stepsPerEpoch == 0 ? 0.0 : (double) step / stepsPerEpoch);
    seconds.forEach((part, sum) -> gauge(registry, part + "_seconds", sum::sum));
    gauge(registry, "step_exchange_milliseconds", () -> stepExchangeMillis);
    Monitors.all().stream()
        .flatMap(monitor -> monitor.values().stream())
        .map(MonitoredValue::key)
        .forEach(key -> gauge(registry, key, () -> monitored(key)));
    for (Part part : Part.values()) {
      gauge(registry, lower(part), () -> likelihoods.getOrDefault(lower(part), Double.NaN));
      gauge(registry, upper(part), () -> likelihoods.getOrDefault(upper(part), Double.NaN));
    }
  }

  private static void gauge(MetricRegistry registry, String name, Gauge<Double> gauge) {
    registry.register(name, gauge);
  }

  private double monitored(String key) {
    return monitored.get(key) instanceof Number value ? value.doubleValue() : Double.NaN;
  }

  private final class Observer implements TrainingObserver {
    private Map<String, Double> secondsBefore = Map.of();
    private long stepBefore;
    private long stepNow;

    @Override
    public void started(String stage, long firstStep, long total, int tasks) {
      secondsBefore = Map.of();
      stepBefore = firstStep;
      stepNow = firstStep;
      step = firstStep;
      totalSteps = total;
    }

    @Override
    public void stepDone(long made, long perEpoch) {
      steps.mark(Math.max(1, made - stepNow)); // not more than 1 with local steps
      stepNow = made;
      step = made;
      stepsPerEpoch = perEpoch;
    }

    @Override
    public void retrying() {
      retries.inc();
    }

    @Override
    public void roundEnded(Map<String, Double> secondsNow) {
      rounds.inc();
      seconds.forEach((part, sum) -> sum.add(spent(part, secondsNow)));
      if (secondsNow.containsKey("exchange") && stepNow > stepBefore) {
        stepExchangeMillis = 1e3 * spent("exchange", secondsNow) / (stepNow - stepBefore);
      }
      secondsBefore = secondsNow;
      stepBefore = stepNow;
    }

    private double spent(String part, Map<String, Double> secondsNow) {
      return secondsNow.getOrDefault(part, 0.0) - secondsBefore.getOrDefault(part, 0.0);
    }

    @Override
    public void metrics(Map<String, Object> values) {
      monitored = values;
    }

    @Override
    public void note(String message) {}
  }
}
