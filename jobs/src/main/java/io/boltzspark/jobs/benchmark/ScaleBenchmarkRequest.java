package io.boltzspark.jobs.benchmark;

import io.boltzspark.jobs.benchmark.scaling.ScaleSeries;
import io.boltzspark.jobs.settings.Settings;
import java.util.List;
import java.util.Objects;

/**
 * What {@code boltz benchmark --suite scale} was asked for.
 *
 * @param visible visible units throughout
 * @param series in the order in which they are measured
 * @param mostHidden hidden units above which nothing is measured
 * @param mostRows training rows above which nothing is measured
 * @param executors numbers of executor processes for the series of that name
 * @param seconds time given to each measurement after its warm-up
 * @param kernels what is known of the BLAS kernels here, to stand beside the results
 * @param settings everything else: lanes, time-outs, the optimiser's constants
 */
public record ScaleBenchmarkRequest(
    int visible,
    List<ScaleSeries> series,
    int mostHidden,
    int mostRows,
    List<Integer> executors,
    double seconds,
    String kernels,
    Settings settings) {

  public ScaleBenchmarkRequest {
    series = List.copyOf(series);
    executors = List.copyOf(executors);
    Objects.requireNonNull(kernels);
    Objects.requireNonNull(settings);
  }
}
