package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Blas;
import java.time.Duration;

/**
 * How the work is spread. Of these only {@code lanes} decides bytes.
 *
 * @param kind which engine
 * @param lanes fixed logical slices of every step, a power of two
 * @param tasks tasks that share the lanes; 0 for a task an executor, or in one process a task a
 *     slot, at most {@code lanes}
 * @param exchangeTimeout longest wait for any answer of a task or of the driver within a round
 * @param slotTimeout longest wait for enough executors before a barrier stage
 * @param attempts how often a round, or a step of {@code jobs}, may be tried
 * @param allowMixedKernels let executors with different BLAS kernels work together
 * @param requireNative refuse to run on the Java BLAS
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
    /** One barrier stage a round, whose tasks exchange with the driver every step. */
    ROUNDS,
    /** One Spark job a step: the reference. */
    JOBS
  }

  /**
   * Refuses to start without the BLAS that is asked for.
   *
   * @throws BoltzException ENVIRONMENT
   */
  public void requireBlas() {
    if (requireNative && !Blas.info().isNative()) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "blas.require-native = true, but " + Blas.info().problem().orElse("BLAS is Java"));
    }
  }

  /** The same with another engine. */
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
