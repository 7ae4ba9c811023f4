package io.boltzspark.jobs.benchmark.peers;

import io.boltzspark.jobs.benchmark.scaling.StepShape;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Another library that trains restricted machines.
 *
 * @param name of the library
 * @param version of it, and of what it computes with
 * @param blas its BLAS, as far as it can be told
 * @param slow why this BLAS is slow, and what to do about it; empty if it is not known to be
 * @param threads of its BLAS
 * @param mostSweeps the most Gibbs sweeps that it makes in a step; empty: any number
 */
public record Peer(
    String name,
    String version,
    String blas,
    Optional<String> slow,
    int threads,
    OptionalInt mostSweeps) {

  /** Why it cannot make such steps. */
  public Optional<String> refusal(StepShape shape) {
    return mostSweeps.isPresent() && shape.k() > mostSweeps.getAsInt()
        ? Optional.of("its steps have at most k = " + mostSweeps.getAsInt())
        : Optional.empty();
  }

  /** For people. */
  public String label() {
    return name + " " + version;
  }
}
