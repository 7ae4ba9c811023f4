package io.boltzspark.jobs.sweep;

import io.boltzspark.engine.EngineConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.settings.Settings;
import java.util.List;
import org.apache.spark.SparkContext;

/**
 * Divides the task slots among runs that train at once. Each run waits until all of its tasks can
 * run, so together they must not need more slots than there are.
 */
public final class TaskShare {
  private TaskShare() {}

  /**
   * The runs with {@code engine.tasks} limited to their share where it is not set. This changes no
   * byte of a model.
   *
   * @param parallel number of runs that train at once
   * @throws BoltzException ENVIRONMENT when there are too few slots; BAD_CONFIGURATION when their
   *     number is unknown and {@code engine.tasks} is not set
   */
  public static List<SweepRun> of(SparkContext spark, List<SweepRun> runs, int parallel) {
    if (parallel == 1) {
      return runs;
    }
    if (!spark.isLocal()) {
      requireGiven(runs, parallel);
      return runs;
    }
    int slots = spark.defaultParallelism();
    int most = Math.max(1, runs.stream().mapToInt(TaskShare::tasks).max().orElse(0));
    if (parallel * most > slots) {
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "--parallel %d needs %d task slots, but there are %d; decrease --parallel, or give more cores with --master"
              .formatted(parallel, parallel * most, slots));
    }
    int share = slots / parallel;
    return runs.stream().map(run -> run.with(limited(run.settings(), share))).toList();
  }

  private static void requireGiven(List<SweepRun> runs, int parallel) {
    if (runs.stream().anyMatch(run -> tasks(run) == 0)) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "--parallel %d on a cluster requires the number of task slots per run; give --set engine.tasks=N, where the cluster has %d times N slots"
              .formatted(parallel, parallel));
    }
  }

  private static int tasks(SweepRun run) {
    return run.settings().engine().tasks();
  }

  private static Settings limited(Settings settings, int share) {
    EngineConfig engine = settings.engine();
    if (engine.tasks() > 0) {
      return settings;
    }
    EngineConfig limited =
        new EngineConfig(
            engine.kind(),
            engine.lanes(),
            Math.min(share, engine.lanes()),
            engine.exchangeTimeout(),
            engine.slotTimeout(),
            engine.attempts(),
            engine.allowMixedKernels(),
            engine.requireNative());
    return new Settings(
        settings.kind(),
        settings.training(),
        settings.adversarial(),
        settings.classifier(),
        limited,
        settings.checkpoint(),
        settings.monitor(),
        settings.samples(),
        settings.mlflow(),
        settings.data());
  }
}
