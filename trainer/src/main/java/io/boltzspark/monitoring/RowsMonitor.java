package io.boltzspark.monitoring;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.monitoring.MonitoredValue.Better;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A measure of rows: one value for the training rows, under the measure's name, and one for the
 * validation rows, with the suffix {@code _valid}.
 */
abstract class RowsMonitor implements Monitor {
  private static final String OF_VALIDATION = "_valid";

  private final String name;
  private final Better better;
  private final int leastRows;

  /**
   * @param leastRows fewest rows for which a value exists
   */
  RowsMonitor(String name, Better better, int leastRows) {
    this.name = name;
    this.better = better;
    this.leastRows = leastRows;
  }

  /**
   * @param rows visible states, samples x units; only read
   * @param weights of the rows; null: every row counts alike
   */
  abstract double of(Moment moment, Matrix rows, double[] weights, RandomStream random);

  @Override
  public final String name() {
    return name;
  }

  private String key() {
    return name.replace('-', '_');
  }

  @Override
  public final List<MonitoredValue> values() {
    return List.of(
        new MonitoredValue(key(), better), new MonitoredValue(key() + OF_VALIDATION, better));
  }

  @Override
  public String reasonNot(Watched watched) {
    return watched.train().rows() < leastRows
        ? "it requires " + leastRows + " monitored rows, but has " + watched.train().rows()
        : "";
  }

  @Override
  public final Map<String, Double> measure(Moment moment) {
    Map<String, Double> values = new LinkedHashMap<>();
    Watched watched = moment.watched();
    values.put(key(), of(moment, watched.train(), watched.trainWeights(), moment.forTrain()));
    if (watched.valid().rows() >= leastRows) {
      values.put(
          key() + OF_VALIDATION,
          of(moment, watched.valid(), watched.validWeights(), moment.forValid()));
    }
    return values;
  }
}
