package io.boltzspark.jobs.train;

import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** Shows training on the progress line. */
final class ProgressObserver implements TrainingObserver {
  private static final int MOST_SHOWN = 2;

  /** Metrics in order of importance; the first ones that there are, up to the number above. */
  private static final List<Shown> SHOWN =
      List.of(
          new Shown("generator_loss", "generator loss %.3f"),
          new Shown("discriminator_loss", "discriminator loss %.3f"),
          new Shown("loss", "loss %.3f"),
          new Shown("error_valid", "error of validation rows %.4f"),
          new Shown("reconstruction_error", "reconstruction error %.3f"),
          new Shown("pseudo_log_likelihood", "one-unit pseudo-log-likelihood %.1f"),
          new Shown("energy_coefficient", "energy coefficient %.3f"),
          new Shown("kl_divergence", "KL divergence %.3f"),
          new Shown("reverse_kl_divergence", "reverse KL divergence %.3f"),
          new Shown("free_energy_gap", "free-energy gap %.2f"),
          new Shown("free_energy_train", "free energy %.1f"),
          new Shown("two_site_correlation", "two-site correlation %.3f"),
          new Shown("one_site_correlation", "one-site correlation %.3f"),
          new Shown("contrastive_loss", "contrastive loss %.2f"),
          new Shown("heat_capacity", "heat capacity %.3g"),
          new Shown("heat_capacity_of_means", "heat capacity of layer means %.3g"),
          new Shown("weight_sparsity", "weight sparsity %.3f"),
          new Shown("weight_square", "weight square %.3g"));

  /** A key of metrics, and how its value is written. */
  private record Shown(String key, String format) {}

  private final Progress progress;
  private final Runnable whenStarted;
  private final BiConsumer<Integer, Matrix> whenSampled;
  private long totalSteps;
  private String stage = "";
  private String latest = "";
  private String when = "";
  private long shownEpoch = -1;
  private String detail = "";

  /**
   * @param whenStarted runs when a stage is about to make its first step
   * @param whenSampled gets the epoch and what the machine drew after it
   */
  ProgressObserver(
      Progress progress, Runnable whenStarted, BiConsumer<Integer, Matrix> whenSampled) {
    this.progress = progress;
    this.whenStarted = whenStarted;
    this.whenSampled = whenSampled;
  }

  @Override
  public void started(String name, long step, long steps, int tasks) {
    whenStarted.run();
    if (step > 0 && stage.isEmpty()) {
      progress.note("resuming at step " + step);
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
    latest = worthShowing(values);
    when = String.format(Locale.ROOT, "after epoch %.3g: ", values.get("epoch"));
    shownEpoch = -1;
  }

  private static String worthShowing(Map<String, Object> values) {
    return SHOWN.stream()
        .filter(shown -> values.get(shown.key()) instanceof Double)
        .limit(MOST_SHOWN)
        .map(shown -> String.format(Locale.ROOT, shown.format(), values.get(shown.key())))
        .collect(Collectors.joining(", "));
  }

  @Override
  public void samples(int epoch, Matrix values) {
    whenSampled.accept(epoch, values);
  }

  @Override
  public void note(String message) {
    progress.note(message);
  }

  void ended(TrainingResult result) {
    progress.finish(
        String.format(
            Locale.ROOT,
            "%s after epoch %d, step %d%s",
            result.ending().name().toLowerCase(Locale.ROOT),
            result.epoch(),
            result.step(),
            latest.isEmpty() ? "" : "; " + latest));
  }
}
