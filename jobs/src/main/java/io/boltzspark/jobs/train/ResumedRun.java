package io.boltzspark.jobs.train;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import io.boltzspark.store.RunDirectory;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** A run that is to be resumed. */
final class ResumedRun {
  private static final int MOST_NAMED = 3;

  private final RunDirectory run;
  private final OptionalLong step;

  /**
   * @param warnings receives what is unusual about its checkpoints
   */
  ResumedRun(RunDirectory run, Consumer<String> warnings) {
    this.run = run;
    this.step = run.checkpoints(warnings).steps().stream().mapToLong(Long::longValue).max();
  }

  /** Whether a training that ended after a step made none of its own. */
  boolean endedBefore(long last) {
    return step.isPresent() && step.getAsLong() == last;
  }

  /**
   * Refuses to resume from a checkpoint with settings that would give another model.
   *
   * @param data to which the settings were fitted
   * @throws BoltzException BAD_CONFIGURATION, with these settings and what to do
   */
  void requireSame(Settings settings, TrainingData data) {
    if (step.isEmpty()) {
      return;
    }
    Settings trained =
        new SettingsLayers()
            .text(run.readConfig(), "config.conf of " + run.path())
            .settings()
            .forVisibleUnits(data.width(), data.states())
            .forTrainingRows(data.rows(TrainingData.Part.TRAIN));
    List<String> different = settings.differencesFrom(trained);
    if (!different.isEmpty()) {
      String name = run.path().toString();
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s was trained up to step %d with a different configuration, so resuming it would not give the same model: %s%s; omit what differs, or train further from this model in another run: %s"
              .formatted(
                  name,
                  step.getAsLong(),
                  String.join("; ", different.subList(0, Math.min(MOST_NAMED, different.size()))),
                  different.size() > MOST_NAMED
                      ? "; and %d more".formatted(different.size() - MOST_NAMED)
                      : "",
                  ShellCommand.of(
                      "train",
                      "--data",
                      "DIR",
                      "--out",
                      "RUN",
                      "--set",
                      "learning.initialisation.from=" + name)));
    }
  }
}
