package io.boltzspark.jobs.benchmark;

import java.util.List;

/**
 * What {@code boltz benchmark --suite evaluation} was asked for: each number of hidden units is one
 * row of its table.
 *
 * @param visible visible units
 * @param hidden numbers of hidden units
 * @param chains of each run
 * @param temperatures of each run
 * @param seconds given to each timing of the products
 * @param kernels what is known of the BLAS kernels here, to stand beside the results
 */
public record EvaluationBenchmarkRequest(
    int visible,
    List<Integer> hidden,
    int chains,
    int temperatures,
    double seconds,
    String kernels) {

  public EvaluationBenchmarkRequest {
    hidden = List.copyOf(hidden);
  }
}
