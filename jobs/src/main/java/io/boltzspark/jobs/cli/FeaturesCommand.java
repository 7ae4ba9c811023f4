package io.boltzspark.jobs.cli;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.FeaturesAction;
import io.boltzspark.jobs.actions.FeaturesRequest;
import io.boltzspark.jobs.settings.Settings;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz features}. */
@Command(
    name = "features",
    description = {
      "Writes what a machine makes of every row: the means of a hidden layer, exact with one hidden"
          + " layer and by mean field with more, as Parquet with the columns id, position, label"
          + " and features. The directory is data again, for boltz train --data.",
      "With --classify it also trains a softmax classifier (multinomial logistic regression) on the"
          + " features of the training rows, with the engine that trains machines, and another one"
          + " on the data itself, and says how many rows of each part they get wrong. The settings"
          + " below are those of the classifiers.",
      "A machine that was trained with labels sees rows without theirs. Where grey values meet"
          + " units of two states, the states are drawn once.",
      "A picture of what hidden units respond to, their receptive fields, is drawn by boltz"
          + " filters, which needs no data."
    },
    footer = {
      "%nExamples:",
      "  boltz features --model runs/first --data data/mnist-binary --out data/first-features",
      "  boltz features --model runs/first --data data/mnist-binary --out data/first-features"
          + " --classify --l2 1e-4 --epochs 20 --schedule linear"
    })
final class FeaturesCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data like those that the model was trained on.")
  private String data;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory to write.")
  private String out;

  @Option(
      names = "--layer",
      paramLabel = "NUMBER",
      description = "The hidden layer, from 1 (default: the last).")
  private Integer layer;

  @Option(
      names = "--classify",
      description =
          "Also train a softmax classifier on the features, and one on the data, and say their"
              + " errors. Needs labels.")
  private boolean classify;

  @Option(names = "--overwrite", description = "Replace DIR when it is there and holds features.")
  private boolean overwrite;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected ActionResult perform() {
    if (layer != null) {
      atLeast(1, "--layer", layer);
    }
    Settings settings =
        settingsOptions.settings(spec.commandLine().getParseResult(), hadoop(), Optional.empty());
    FeaturesRequest request =
        new FeaturesRequest(
            model.run(),
            data,
            layer == null ? OptionalInt.empty() : OptionalInt.of(layer),
            out,
            classify,
            settings,
            overwrite);
    return withSpark(spark -> new FeaturesAction(spark, request, common.progress()).execute());
  }
}
