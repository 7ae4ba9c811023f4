package io.boltzspark.jobs.pictures;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.sampling.UpDownPass;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz denoise}. */
@Command(
    name = "denoise",
    description = {
      "Flips pixels at random and shows how trained machines restore them: the data, the noisy"
          + " images, and for each model the images after one pass up to its last layer and back."
          + " Prints the mean squared error, and the share of pixels on the wrong side of 0.5,"
          + " before and after. Labels are not shown to the models."
    },
    footer = {
      "%nExamples:",
      "  boltz denoise --model runs/first --rows 10000 --out restored.parquet",
      "  boltz denoise --model runs/first --out restored.png",
      "  boltz denoise --model runs/rbm --model runs/deep --flip 0.3 --out restored.png --by modes"
    })
public final class DenoiseCommand extends JobCommand {
  @Mixin private ComparisonOptions comparison;

  @Option(
      names = "--flip",
      defaultValue = "0.15",
      paramLabel = "SHARE",
      description = "Probability of flipping each pixel, from 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double flip;

  @Option(
      names = "--by",
      defaultValue = "means",
      paramLabel = "modes|means",
      description =
          "How layers are set on the way back: to their most probable states, or to their means"
              + " (default: ${DEFAULT-VALUE}).")
  private UpDownPass.Step by;

  @Override
  protected ActionResult perform() {
    ComparisonRequest request = comparison.request();
    if (!(flip >= 0 && flip <= 1)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--flip %s is invalid: expected a probability from 0 to 1".formatted(flip));
    }
    return withSpark(
        spark -> new DenoiseAction(spark, request, flip, by, common.progress()).execute());
  }
}
