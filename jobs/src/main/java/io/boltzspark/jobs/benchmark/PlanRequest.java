package io.boltzspark.jobs.benchmark;

import io.boltzspark.jobs.benchmark.scaling.StepShape;
import java.util.List;
import java.util.Objects;

/**
 * What {@code boltz plan} was asked for.
 *
 * @param shape of a step
 * @param executors numbers of executors, each a row of the table
 * @param cores of each executor
 * @param bitsPerSecond of each machine's network interface
 * @param latencySeconds of the network, one way
 * @param from a file with what {@code boltz benchmark --suite scale --json} printed
 */
public record PlanRequest(
    StepShape shape,
    List<Integer> executors,
    int cores,
    double bitsPerSecond,
    double latencySeconds,
    String from) {

  public PlanRequest {
    Objects.requireNonNull(shape);
    executors = List.copyOf(executors);
    Objects.requireNonNull(from);
  }
}
