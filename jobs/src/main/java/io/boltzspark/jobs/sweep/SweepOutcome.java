package io.boltzspark.jobs.sweep;

import io.boltzspark.engine.training.TrainingResult;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What became of a run of a sweep.
 *
 * @param name of the run, and of its directory
 * @param directory of the run
 * @param values that the sweep gave it, by key
 * @param state how far it came
 * @param identity see {@link SweepRun#identity}
 * @param epochs whole epochs made
 * @param step steps made
 * @param seconds over all parts of the run
 * @param metrics the last values that are numbers, by name
 * @param modelSha256 of {@code model.safetensors}; empty where there is none
 * @param failure why it failed
 */
public record SweepOutcome(
    String name,
    String directory,
    Map<String, String> values,
    State state,
    String identity,
    int epochs,
    long step,
    double seconds,
    Map<String, Double> metrics,
    String modelSha256,
    Optional<RunFailure> failure) {

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

  /** What {@link #metrics} leaves out, since it is a component of its own. */
  private static final String SECONDS = "seconds";

  private static final String EPOCH = "epoch";

  public SweepOutcome {
    values = new LinkedHashMap<>(values);
    metrics = new LinkedHashMap<>(metrics);
  }

  /** A run that has not begun. */
  static SweepOutcome waiting(SweepRun run, String directory, String data) {
    return new SweepOutcome(
        run.name(),
        directory,
        run.point().values(),
        State.WAITING,
        run.identity(data),
        0,
        0,
        0,
        Map.of(),
        "",
        Optional.empty());
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
    return new SweepOutcome(
        name,
        directory,
        values,
        interrupted ? State.INTERRUPTED : State.FINISHED,
        identity,
        result.epoch(),
        result.step(),
        sinceBegin == null ? result.seconds().getOrDefault("total", 0.0) : sinceBegin,
        numbers,
        result.modelSha256(),
        Optional.empty());
  }

  /** The same run after a failure. */
  public SweepOutcome failed(RunFailure why) {
    return new SweepOutcome(
        name, directory, values, State.FAILED, identity, 0, 0, 0, Map.of(), "", Optional.of(why));
  }
}
