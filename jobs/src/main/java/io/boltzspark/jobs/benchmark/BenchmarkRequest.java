package io.boltzspark.jobs.benchmark;

import io.boltzspark.engine.EngineConfig;
import io.boltzspark.jobs.settings.Settings;
import java.util.List;
import java.util.Objects;

/**
 * What {@code boltz benchmark} was asked for: every combination of the lists is one row of its
 * table.
 *
 * @param visible visible units
 * @param hidden numbers of hidden units
 * @param batchSizes rows a minibatch
 * @param k Gibbs sweeps a step
 * @param engines engines to time
 * @param seconds time given to each measurement after its warm-up
 * @param kernels what is known of the BLAS kernels here, to stand beside the results
 * @param settings everything the lists do not say: lanes, time-outs, the optimiser's constants
 */
public record BenchmarkRequest(
    int visible,
    List<Integer> hidden,
    List<Integer> batchSizes,
    List<Integer> k,
    List<EngineConfig.Kind> engines,
    double seconds,
    String kernels,
    Settings settings) {

  public BenchmarkRequest {
    hidden = List.copyOf(hidden);
    batchSizes = List.copyOf(batchSizes);
    k = List.copyOf(k);
    engines = List.copyOf(engines);
    Objects.requireNonNull(kernels);
    Objects.requireNonNull(settings);
  }
}
