package io.boltzspark.jobs.sweep;

import io.boltzspark.engine.training.TrainingResult;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a run of a sweep.
 *
 * @param run what was planned
 * @param state how far it came
 * @param trained what it has come to
 * @param failure why it failed
 */
public record SweepOutcome(Run run, State state, Trained trained, Optional<RunFailure> failure) {

  /**
   * What was planned.
   *
   * @param name of the run, and of its directory
   * @param directory of the run
   * @param values that the sweep gave it, by key
   * @param identity see {@link SweepRun#identity}
   */
  record Run(String name, String directory, Map<String, String> values, String identity) {
    Run {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }
  }

  /**
   * What training has come to.
   *
   * @param epochs whole epochs made
   * @param step steps made
   * @param seconds over all parts of the run
   * @param metrics the last values that are numbers, by name
   * @param modelSha256 of {@code model.safetensors}; empty where there is none
   */
  record Trained(
      int epochs, long step, double seconds, Map<String, Double> metrics, String modelSha256) {
    static final Trained NOT = new Trained(0, 0, 0, Map.of(), "");

    Trained {
      metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }
  }

  /** How far a run came. */
  public enum State {
    /** It has not begun in this sweep. */
    WAITING,
    /** All epochs are done, or it stopped early. */
    FINISHED,
    /** A signal came. */
    INTERRUPTED,
    /** See {@link #failure}. */
    FAILED
  }

  /** What {@link Trained#metrics} leaves out, since it is a component of its own. */
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

  /** A run that has not begun. */
  static SweepOutcome waiting(SweepRun run, String directory, String data) {
    Run planned = new Run(run.name(), directory, run.point().values(), run.identity(data));
    return new SweepOutcome(planned, State.WAITING, Trained.NOT, Optional.empty());
  }

  /** The same run after a training that ended of itself or by a signal. */
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
    // The metrics' clock runs on over all parts of a run, the result's is of this part only.
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
