package io.boltzspark.jobs.actions;

import io.boltzspark.engine.TrainingObserver;
import io.boltzspark.engine.TrainingResult;
import io.boltzspark.jobs.console.Progress;
import java.util.Locale;
import java.util.Map;

/** Shows a training on the progress line. */
final class ProgressObserver implements TrainingObserver {
  private final Progress progress;
  private final Runnable whenStarted;
  private long totalSteps;
  private String stage = "";
  private String latest = "";
  private String when = "";
  private long shownEpoch = -1;
  private String detail = "";

  /**
   * @param whenStarted runs when a stage is about to make its first step
   */
  ProgressObserver(Progress progress, Runnable whenStarted) {
    this.progress = progress;
    this.whenStarted = whenStarted;
  }

  @Override
  public void started(String name, long step, long steps, int tasks) {
    whenStarted.run();
    if (step > 0 && stage.isEmpty()) {
      progress.note("going on from step " + step);
    }
    stage = name;
    totalSteps = steps;
    progress.start(name + " in " + tasks + (tasks == 1 ? " task" : " tasks"), step, steps);
    progress.update(step, "");
  }

  @Override
  public void stepDone(long steps, long stepsPerEpoch) {
    long epochs = totalSteps / stepsPerEpoch;
    long epoch = Math.min(epochs, steps / stepsPerEpoch + 1);
    if (epoch != shownEpoch) {
      shownEpoch = epoch;
      detail = "epoch " + epoch + "/" + epochs + (latest.isEmpty() ? "" : "; " + when + latest);
    }
    progress.update(steps, detail);
  }

  @Override
  public void metrics(Map<String, Object> values) {
    latest =
        String.format(Locale.ROOT, "reconstruction error %.3f", values.get("reconstruction_error"));
    when = String.format(Locale.ROOT, "after epoch %.3g: ", values.get("epoch"));
    if (values.get("pseudo_log_likelihood") instanceof Double pseudo) {
      latest += String.format(Locale.ROOT, ", pseudo-log-likelihood %.1f", pseudo);
    }
    shownEpoch = -1;
  }

  @Override
  public void note(String message) {
    progress.note(message);
  }

  void ended(TrainingResult result) {
    progress.finish(
        String.format(
            Locale.ROOT,
            "%s after epoch %d, step %d; %s",
            result.ending().name().toLowerCase(Locale.ROOT),
            result.epoch(),
            result.step(),
            latest));
  }
}
