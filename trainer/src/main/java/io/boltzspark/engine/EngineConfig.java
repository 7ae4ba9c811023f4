package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Blas;
import java.time.Duration;

/**
 * How the work is distributed. Only {@code lanes} affects the bytes of the model.
 *
 * @param kind the engine
 * @param lanes number of fixed logical slices of every step, a power of two
 * @param tasks number of tasks that share the lanes; 0: one per executor, or within one process one
 *     per slot, at most {@code lanes}
 * @param exchangeTimeout longest wait for any answer of a task or of the driver within a round
 * @param slotTimeout longest wait for enough executors before a barrier stage
 * @param attempts most attempts at a round, or at a step of {@code jobs}
 * @param allowMixedKernels whether executors may use different BLAS kernels
 * @param requireNative whether to refuse to run on the Java BLAS
 */
public record EngineConfig(
    Kind kind,
    int lanes,
    int tasks,
    Duration exchangeTimeout,
    Duration slotTimeout,
    int attempts,
    boolean allowMixedKernels,
    boolean requireNative) {

  /** The two engines; both give the same bytes. */
  public enum Kind {
    /** One barrier stage per round; its tasks exchange messages with the driver at every step. */
    ROUNDS,
    /** One Spark job per step: the reference. */
    JOBS
  }

  /**
   * Refuses to start without the BLAS that the configuration requires.
   *
   * @throws BoltzException ENVIRONMENT where native BLAS is required but missing
   */
  public void requireBlas() {
    if (requireNative && !Blas.info().isNative()) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "blas.require-native = true, but " + Blas.info().problem().orElse("BLAS is Java"));
    }
  }

  /** A copy with another engine. */
  public EngineConfig withKind(Kind other) {
    return new EngineConfig(
        other,
        lanes,
        tasks,
        exchangeTimeout,
        slotTimeout,
        attempts,
        allowMixedKernels,
        requireNative);
  }
}
