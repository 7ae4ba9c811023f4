package io.boltzspark.jobs.features;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.IdentityOptions;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.store.TableManifest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz classify}. */
@Command(
    name = "classify",
    description = {
      "Assigns labels to rows with a machine that was trained with --labels, each the most probable"
          + " given the values of the row, and compares them with the labels of the data. With"
          + " --out it writes them, as Parquet with the columns id, position, label,"
          + " predicted_label and label_probabilities; the rows then need no labels.",
      "The probabilities are exact with one hidden layer; with more they follow from a lower bound"
          + " for each label."
    },
    footer = {
      "%nExamples:",
      "  boltz classify --model runs/labelled --data data/mnist-binary",
      "  boltz classify --model runs/labelled --data data/mnist-binary --samples 100",
      "  boltz classify --model runs/labelled --data new-rows.parquet --part train --id name"
          + " --out labels"
    })
public final class ClassifyCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data like the training data of the model, with labels unless --out is given.")
  private String data;

  @Mixin private IdentityOptions table;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Directory to write the assigned labels to (default: they are not written).")
  private String out;

  @Option(
      names = "--overwrite",
      description = "Replace DIR if it exists and holds predicted labels.")
  private boolean overwrite;

  @Option(
      names = "--part",
      defaultValue = "test",
      paramLabel = "train|valid|test",
      description = "The part whose rows are classified (default: ${DEFAULT-VALUE}).")
  private Part part;

  @Option(
      names = "--samples",
      defaultValue = "0",
      paramLabel = "N",
      description =
          "Also draw N images of each class with the label fixed, and report how often the model"
              + " assigns them this label (default: ${DEFAULT-VALUE}, none).")
  private int samples;

  @Option(
      names = "--steps",
      defaultValue = "1000",
      description = "Gibbs sweeps of each of these images (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  protected ActionResult perform() {
    atLeast(0, "--samples", samples);
    atLeast(1, "--steps", steps);
    if (out == null && (table.areGiven() || overwrite)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "%s needs --out DIR, where the assigned labels are written; add it, or omit %s"
              .formatted(overwrite ? "--overwrite" : "--id", overwrite ? "--overwrite" : "--id"));
    }
    ChosenData chosen =
        table.beside(
            data, TableManifest.Kind.PREDICTED_LABELS.column(), ClassifyAction.PROBABILITIES);
    ClassifyAction.Request request =
        new ClassifyAction.Request(
            model.run(), chosen, part, samples, steps, seed, Optional.ofNullable(out), overwrite);
    return withSpark(spark -> new ClassifyAction(spark, request, common.progress()).execute());
  }
}
