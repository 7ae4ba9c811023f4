package io.boltzspark.jobs.sweep;

import io.boltzspark.engine.training.TrainingResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The outcome of one run of a sweep.
 *
 * @param run the planned run
 * @param state how far it got
 * @param trained the results of its training
 * @param failure the reason if it failed
 */
public record SweepOutcome(Run run, State state, Trained trained, Optional<RunFailure> failure) {

  /**
   * A planned run.
   *
   * @param name of the run, and of its directory
   * @param directory of the run
   * @param values the varied settings, by key
   * @param identity see {@link SweepRun#identity}
   */
  record Run(String name, String directory, Map<String, String> values, String identity) {
    Run {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * The results of a training.
   *
   * @param epochs completed epochs
   * @param step completed steps
   * @param seconds over all parts of the run
   * @param metrics the last finite values, by name
   * @param modelSha256 of {@code model.safetensors}; empty where there is none
   */
  record Trained(
      int epochs, long step, double seconds, Map<String, Double> metrics, String modelSha256) {
    static final Trained NOT = new Trained(0, 0, 0, Map.of(), "");

    Trained {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /** How far a run got. */
  public enum State {
    /** It has not started in this sweep. */
    WAITING,
    /** It completed all epochs, or stopped early. */
    FINISHED,
    /** A signal stopped it. */
    INTERRUPTED,
    /** See {@link #failure}. */
    FAILED
  }

  /** Metrics that {@link Trained#metrics} omits because they are components of their own. */
  private static final String SECONDS = "seconds";

  private static final String EPOCH = "epoch";

  public String name() {
    return run.name();
  }

  public String directory() {
    return run.directory();
  }

  public String modelSha256() {
    return trained.modelSha256();
  }

  /** A run that has not started. */
  static SweepOutcome waiting(SweepRun run, String directory, String data) {
    Run planned = new Run(run.name(), directory, run.point().values(), run.identity(data));
    return new SweepOutcome(planned, State.WAITING, Trained.NOT, Optional.empty());
  }

  /** The same run after its training ended, by itself or by a signal. */
  public SweepOutcome ended(TrainingResult result) {
    boolean interrupted = result.ending() == TrainingResult.Ending.INTERRUPTED;
    Map<String, Double> numbers = new LinkedHashMap<>();
    result
        .metrics()
        .forEach(
            (metric, value) -> {
              if (value instanceof Double number && Double.isFinite(number)) {
                numbers.put(metric, number);
              }
            });
    // The metrics' seconds cover all parts of a run, the result's only this part.
    Double sinceBegin = numbers.remove(SECONDS);
    numbers.remove(EPOCH);
    Trained reached =
        new Trained(
            result.epoch(),
            result.step(),
            sinceBegin == null ? result.seconds().getOrDefault("total", 0.0) : sinceBegin,
            numbers,
            result.modelSha256());
    return new SweepOutcome(
        run, interrupted ? State.INTERRUPTED : State.FINISHED, reached, Optional.empty());
  }

  /** The same run after a failure. */
  public SweepOutcome failed(RunFailure why) {
    return new SweepOutcome(run, State.FAILED, Trained.NOT, Optional.of(why));
  }
}
