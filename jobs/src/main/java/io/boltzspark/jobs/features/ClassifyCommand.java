package io.boltzspark.jobs.features;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.cli.TableOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz classify}. */
@Command(
    name = "classify",
    description = {
      "Assigns labels to rows with a machine that was trained with --labels, each the most probable"
          + " given the pixels of the row, and compares them with the labels of the data.",
      "The probabilities are exact with one hidden layer; with more they follow from a lower bound"
          + " for each label."
    },
    footer = {
      "%nExamples:",
      "  boltz classify --model runs/labelled --data data/mnist-binary",
      "  boltz classify --model runs/labelled --data data/mnist-binary --samples 100"
    })
public final class ClassifyCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data with labels, like the training data of the model.")
  private String data;

  @Mixin private TableOptions table;

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
    ClassifyAction.Request request =
        new ClassifyAction.Request(model.run(), table.in(data), part, samples, steps, seed);
    return withSpark(spark -> new ClassifyAction(spark, request, common.progress()).execute());
  }
}
