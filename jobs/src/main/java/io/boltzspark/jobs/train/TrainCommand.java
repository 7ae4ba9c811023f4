package io.boltzspark.jobs.train;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.store.RunDirectory;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz train}. */
@Command(
    name = "train",
    description = {
      "Trains a Boltzmann machine (or by model.kind a generative adversarial network or a"
          + " classifier) on prepared data and leaves a run directory: the configuration,"
          + " metrics.jsonl, checkpoints and the model.",
      "The same data, settings and seed give the same model, byte for byte, on any number of cores"
          + " or machines, and after a stop and --resume."
    },
    footer = {
      "%nExamples:",
      "  boltz train --data data/mnist-binary --out runs/first",
      "  boltz train --data data/mnist-binary --out runs/wide --dimensions 784,1000 --k 5"
          + " --epochs 20",
      "  boltz train --resume --out runs/first"
    })
public final class TrainCommand extends JobCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Data written by boltz prepare, or Parquet with a column of float arrays. By default,"
              + " --resume uses the data of RUN.")
  private String data;

  @Option(names = "--out", paramLabel = "RUN", description = "The run directory to write.")
  private String out;

  @Option(
      names = "--resume",
      description =
          "Resume from the newest checkpoint of RUN, with its data and settings (its config.conf"
              + " stands in for --config). Options given here"
              + " take precedence, but settings that decide the model must stay as they are. What"
              + " may change: engine.*, checkpoint.*, samples.*, mlflow.*, monitor.* without early"
              + " stopping, and with a constant schedule --epochs.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace RUN if it exists.")
  private boolean overwrite;

  @Option(
      names = "--stop-after-epoch",
      paramLabel = "EPOCH",
      description = "Stop after this epoch, ready for --resume.")
  private Integer stopAfterEpoch;

  @Option(
      names = "--print-config",
      description = "Print the resolved settings as a file for --config, without training.")
  private boolean printConfig;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected String kept() {
    return "checkpoints in %s are kept; resume with %s or, if it has none yet, run the same command again"
        .formatted(out, ShellCommand.of("train", "--resume", "--out", String.valueOf(out)));
  }

  @Override
  protected ActionResult perform() {
    if (resume && overwrite) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--resume continues the run %s and --overwrite replaces it; give only one of them"
              .formatted(out));
    }
    Optional<RunDirectory> resumed =
        resume
            ? Optional.of(RunDirectory.open(hadoop(), Paths.of(required(out, "--out"))))
            : Optional.empty();
    resumed.ifPresent(RunDirectory::requireTraining);
    Settings settings =
        settingsOptions.settings(spec.commandLine().getParseResult(), hadoop(), resumed);
    if (printConfig) {
      return new PrintedSettings(settings);
    }
    TrainAction.Request request =
        new TrainAction.Request(
            resumed.isPresent() && data == null
                ? resumed.get().readDataLocation()
                : required(data, "--data"),
            required(out, "--out"),
            settings,
            resume,
            overwrite,
            stopAfterEpoch());
    return withSpark(spark -> new TrainAction(spark, request, common.progress()).execute());
  }

  private OptionalInt stopAfterEpoch() {
    if (stopAfterEpoch == null) {
      return OptionalInt.empty();
    }
    atLeast(1, "--stop-after-epoch", stopAfterEpoch);
    return OptionalInt.of(stopAfterEpoch);
  }

  /**
   * Picocli does not require these options because --print-config and --resume need not have them.
   */
  private static String required(String value, String option) {
    if (value == null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "%s is missing; see %s".formatted(option, ShellCommand.of("train", "--help")));
    }
    return value;
  }

  private record PrintedSettings(Settings settings) implements ActionResult {

    @Override
    public Map<String, Object> json() {
      return settings.resolved().root().unwrapped();
    }

    @Override
    public List<String> summary() {
      return settings.render().lines().toList();
    }
  }
}
