package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.TrainAction;
import io.boltzspark.jobs.actions.TrainRequest;
import io.boltzspark.jobs.settings.Settings;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz train}. */
@Command(
    name = "train",
    description = {
      "Trains a restricted Boltzmann machine on prepared data and leaves a run directory: the"
          + " configuration, metrics.jsonl, checkpoints and the model.",
      "The same data, settings and seed give the same model, byte for byte, on any number of cores"
          + " or machines, and after a stop and --resume."
    },
    footer = {
      "%nExamples:",
      "  boltz train --data data/mnist-binary --out runs/first",
      "  boltz train --data data/mnist-binary --out runs/wide --dimensions 784,1000 --k 5"
          + " --epochs 20",
      "  boltz train --data data/mnist-binary --out runs/first --epochs 30 --resume"
    })
final class TrainCommand extends JobCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data that boltz prepare wrote, or Parquet with a column of float arrays.")
  private String data;

  @Option(names = "--out", paramLabel = "RUN", description = "The run directory to write.")
  private String out;

  @Option(
      names = "--resume",
      description = "Go on from the newest checkpoint of RUN, with the settings it began with.")
  private boolean resume;

  @Option(names = "--overwrite", description = "Replace RUN when it is there.")
  private boolean overwrite;

  @Option(
      names = "--stop-after-epoch",
      paramLabel = "EPOCH",
      description = "Stop when so many epochs are done, ready for --resume.")
  private Integer stopAfterEpoch;

  @Option(
      names = "--print-config",
      description = "Print the settings as they resolve, in the form --config takes, and end.")
  private boolean printConfig;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected ActionResult perform() {
    Settings settings = settingsOptions.settings(spec.commandLine().getParseResult());
    if (printConfig) {
      return new PrintedSettings(settings);
    }
    TrainRequest request =
        new TrainRequest(
            required(data, "--data"),
            required(out, "--out"),
            settings,
            resume,
            overwrite,
            stopAfterEpoch());
    if (resume && overwrite) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--resume goes on with %s and --overwrite replaces it; give one of them".formatted(out));
    }
    return withSpark(spark -> new TrainAction(spark, request, common.progress()).execute());
  }

  private OptionalInt stopAfterEpoch() {
    if (stopAfterEpoch == null) {
      return OptionalInt.empty();
    }
    if (stopAfterEpoch < 1) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--stop-after-epoch %d: it must be 1 or larger".formatted(stopAfterEpoch));
    }
    return OptionalInt.of(stopAfterEpoch);
  }

  /** Not required by picocli, since --print-config does without. */
  private static String required(String value, String option) {
    if (value == null) {
      throw new BoltzException(
          ExitCode.USAGE, "%s is missing; see boltz train --help".formatted(option));
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
