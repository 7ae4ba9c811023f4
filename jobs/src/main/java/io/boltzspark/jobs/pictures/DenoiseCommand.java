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
      "Flips pixels at random and shows what trained machines restore: data, noisy images, and for"
          + " each model what it makes of them on one way up to its last layer and back. Prints the"
          + " mean squared error, and the share of pixels on the wrong side of one half, before and"
          + " after. Labels are not shown to the models."
    },
    footer = {
      "%nExamples:",
      "  boltz denoise --model runs/first --out restored.png",
      "  boltz denoise --model runs/rbm --model runs/deep --flip 0.3 --out restored.png --by modes"
    })
public final class DenoiseCommand extends JobCommand {
  @Mixin private ComparisonOptions comparison;

  @Option(
      names = "--flip",
      defaultValue = "0.15",
      paramLabel = "SHARE",
      description =
          "Probability with which each pixel is flipped, from 0 to 1 (default: ${DEFAULT-VALUE}).")
  private double flip;

  @Option(
      names = "--by",
      defaultValue = "means",
      paramLabel = "modes|means",
      description =
          "What a layer becomes on the way back: its most probable states, or its means (default:"
              + " ${DEFAULT-VALUE}).")
  private UpDownPass.Step by;

  @Override
  protected ActionResult perform() {
    ComparisonRequest request = comparison.request();
    if (!(flip >= 0 && flip <= 1)) {
      throw new BoltzException(
          ExitCode.USAGE, "--flip %s: it must be a probability, from 0 to 1".formatted(flip));
    }
    return withSpark(
        spark -> new DenoiseAction(spark, request, flip, by, common.progress()).execute());
  }
}
