package io.boltzspark.jobs.benchmark.scaling;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The quantities that {@code boltz benchmark --suite scale} varies, one at a time. */
public enum ScaleSeries {
  /** Sweeps per step. */
  K(1, 2, 5, 10, 20, 50),
  /** Persistent chains, with a constant minibatch. */
  CHAINS(50, 100, 200, 500, 1000, 2000),
  /** Minibatch rows, with equally many chains. */
  BATCH(50, 100, 200, 500, 1000, 2000),
  /** Rows of the training set. */
  ROWS(10_000, 100_000, 1_000_000, 10_000_000),
  /** Hidden units. */
  HIDDEN(100, 200, 500, 1000, 2000, 4000, 8000),
  /** Executor processes, and the number of parameters that they exchange with the driver. */
  EXECUTORS(1, 2);

  private final List<Integer> values;

  ScaleSeries(Integer... values) {
    this.values = List.of(values);
  }

  /** The values, in measuring order. */
  public List<Integer> points() {
    return values;
  }

  /** As written on the command line and in results. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<ScaleSeries> ofWord(String word) {
    return Arrays.stream(ScaleSeries.values())
        .filter(series -> series.word().equals(word))
        .findFirst();
  }

  static List<String> words() {
    return Arrays.stream(ScaleSeries.values()).map(ScaleSeries::word).toList();
  }
}
