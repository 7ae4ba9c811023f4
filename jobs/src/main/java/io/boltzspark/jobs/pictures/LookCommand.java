package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.TableOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz look}. */
@Command(
    name = "look",
    description = {
      "Draws images of prepared data: the first ones, or with labels the first ones of each class,"
          + " one class in each line."
    },
    footer = {
      "%nExamples:",
      "  boltz look --data data/mnist-binary --out data.png",
      "  boltz look --data data/mnist-binary --part test --count 200 --out test.png"
    })
public final class LookCommand extends JobCommand {
  @Option(names = "--data", required = true, paramLabel = "DIR", description = "Prepared data.")
  private String data;

  @Mixin private TableOptions table;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "The file to write.")
  private String out;

  @Option(
      names = "--part",
      defaultValue = "train",
      paramLabel = "train|valid|test",
      description = "The part whose first rows are shown (default: ${DEFAULT-VALUE}).")
  private Part part;

  @Option(
      names = "--count",
      defaultValue = "100",
      description =
          "Images; with labels divided evenly among the classes, rounded up (default:"
              + " ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--overwrite", description = "Replace PNG if it exists.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    atLeast(1, "--count", count);
    LookAction.Request request =
        new LookAction.Request(table.in(data), part, count, out, overwrite);
    return withSpark(spark -> new LookAction(spark, request).execute());
  }
}
