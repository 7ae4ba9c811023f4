package io.boltzspark.jobs.latent;

import io.boltzspark.adversarial.LatentPath;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.images.ChainPictures;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz latent}. */
@Command(
    name = "latent",
    description = {
      "Shows what the noise of a generative adversarial network means: images of noise with other"
          + " means and deviations than in training, or on the way between two images.",
      "Without --from, --out is a directory of pictures. The network was trained on noise of mean 0"
          + " and deviation 1; walk.png lets the mean run from -1 to 1 over the coordinates,"
          + " means-5.png from -5 to 5, means-minus-5.png from 5 to -5, and deviation-5.png and"
          + " deviation-10.png have deviations of 5 and 10. Usually the means lead from digit to"
          + " digit, so that a large one shows few of them, and a larger deviation shows more.",
      "With --from and --to, --out is a picture of images on the way between two seeds (the first"
          + " image of boltz sample with that --seed): in a straight line, and on an arc"
          + " (Shoemake 1985), whose noise is as long as that of training everywhere."
    },
    footer = {
      "%nExamples:",
      "  boltz latent --model runs/dcgan --out pictures/latent",
      "  boltz latent --model runs/dcgan --from 1 --to 2 --out from-1-to-2.png",
      "  boltz latent --model runs/dcgan --from 1 --to 2 --steps 60 --path spherical --out"
          + " arc.gif"
    })
public final class LatentCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR|PICTURE",
      description = "The directory to write, or with --from the file: .png or .gif.")
  private String out;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Without --from: seed of the noise (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--from", paramLabel = "SEED", description = "Seed of the first image.")
  private Long from;

  @Option(names = "--to", paramLabel = "SEED", description = "Seed of the last image.")
  private Long to;

  @Option(
      names = "--steps",
      defaultValue = "10",
      paramLabel = "N",
      description =
          "With --from: images of the way, first and last among them (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--path",
      paramLabel = "straight|spherical",
      description =
          "With --from: the way (default: both, one below the other, and in a .gif spherical).")
  private LatentPath path;

  @Option(
      names = "--digit",
      paramLabel = "D",
      description =
          "Of a network with labels: the class of all images, from 0 (default: classes in turn, and"
              + " with --from 0).")
  private Integer digit;

  @Option(names = "--overwrite", description = "Replace the pictures if they exist.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    OptionalInt one = digit == null ? OptionalInt.empty() : OptionalInt.of(digit);
    if (digit != null) {
      atLeast(0, "--digit", digit);
    }
    if (from == null && to == null) {
      requireWay("--steps");
      requireWay("--path");
      return new WalkAction(
              hadoop(),
              new WalkAction.Request(model.run(), out, one, seed, overwrite),
              common.progress())
          .execute();
    }
    if (from == null || to == null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "a way has two ends; add %s SEED".formatted(from == null ? "--from" : "--to"));
    }
    if (isGiven("--seed")) {
      throw new BoltzException(
          ExitCode.USAGE, "--seed is not used with --from, which is a seed itself; omit --seed");
    }
    atLeast(2, "--steps", steps);
    if (steps > ChainPictures.MOST_COLUMNS) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--steps %d is invalid: expected at most %d"
              .formatted(steps, ChainPictures.MOST_COLUMNS));
    }
    PathAction.Request request =
        new PathAction.Request(
            model.run(), out, from, to, steps, Optional.ofNullable(path), one, overwrite);
    return new PathAction(hadoop(), request, common.progress()).execute();
  }

  private boolean isGiven(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private void requireWay(String option) {
    if (isGiven(option)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "%s is only used with --from and --to; add these or omit %s".formatted(option, option));
    }
  }
}
