package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.sampling.UpDownPass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz reconstruct}. */
@Command(
    name = "reconstruct",
    description = {
      "Shows how much of images trained machines keep: the data above, and below, for each model,"
          + " the images after one pass up to its last layer and back. Several hidden layers are"
          + " computed together, by mean field. Labels are not shown to the models."
    },
    footer = {
      "%nExamples:",
      "  boltz reconstruct --model runs/first --part train --rows 10000 --out rows.csv",
      "  boltz reconstruct --model runs/first --out reconstructions.png",
      "  boltz reconstruct --model runs/rbm --model runs/deep --data data/mnist-binary --out"
          + " both.png --by means"
    })
public final class ReconstructCommand extends JobCommand {
  @Mixin private ComparisonOptions comparison;

  @Option(
      names = "--by",
      defaultValue = "modes",
      paramLabel = "modes|means",
      description =
          "How layers are set on the way back: to their most probable states, or to their means"
              + " (default: ${DEFAULT-VALUE}).")
  private UpDownPass.Step by;

  @Override
  protected ActionResult perform() {
    ComparisonRequest request = comparison.request();
    return withSpark(
        spark -> new ReconstructAction(spark, request, by, common.progress()).execute());
  }
}
