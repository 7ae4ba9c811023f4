package io.boltzspark.jobs.pictures;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.images.PixelMask;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz inpaint}. */
@Command(
    name = "inpaint",
    description = {
      "Hides a part of images and shows how trained machines fill it in: one Gibbs chain for each"
          + " image with all other pixels fixed, and the probabilities of the last sweep. Labels"
          + " are not shown to the models. Prints the errors within the hidden part."
    },
    footer = {
      "%nExamples:",
      "  boltz inpaint --model runs/first --keep top --rows 10000 --out filled.npz",
      "  boltz inpaint --model runs/first --out filled.png",
      "  boltz inpaint --model runs/first --keep top --out lower-halves.png",
      "  boltz inpaint --model runs/first --hide 9,9,10,10 --steps 500 --out holes.png"
    })
public final class InpaintCommand extends JobCommand {
  private static final Pattern RECTANGLE =
      Pattern.compile("(\\d{1,6}),(\\d{1,6}),(\\d{1,6}),(\\d{1,6})");

  @Mixin private ComparisonOptions comparison;

  @Option(
      names = "--keep",
      paramLabel = "left|right|top|bottom",
      description = "The half to keep; the other one is hidden (default: left).")
  private PixelMask.Half keep;

  @Option(
      names = "--hide",
      paramLabel = "LEFT,TOP,WIDTH,HEIGHT",
      description = "Hide a rectangle, in pixels, instead of a half.")
  private String hide;

  @Option(
      names = "--steps",
      defaultValue = "100",
      description = "Gibbs sweeps of each image (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Override
  protected ActionResult perform() {
    ComparisonRequest request = comparison.request();
    atLeast(1, "--steps", steps);
    if (keep != null && hide != null) {
      throw new BoltzException(
          ExitCode.USAGE, "--keep and --hide cannot be combined; omit one of them");
    }
    PixelMask.Half half = keep == null ? PixelMask.Half.LEFT : keep;
    Optional<InpaintAction.Rectangle> rectangle = rectangle();
    return withSpark(
        spark ->
            new InpaintAction(spark, request, half, rectangle, steps, common.progress()).execute());
  }

  private Optional<InpaintAction.Rectangle> rectangle() {
    if (hide == null) {
      return Optional.empty();
    }
    Matcher numbers = RECTANGLE.matcher(hide);
    if (!numbers.matches()) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--hide %s is invalid: expected four whole numbers of pixels LEFT,TOP,WIDTH,HEIGHT, e.g. 9,9,10,10"
              .formatted(hide));
    }
    int width = Integer.parseInt(numbers.group(3));
    int height = Integer.parseInt(numbers.group(4));
    atLeast(1, "--hide, WIDTH", width);
    atLeast(1, "--hide, HEIGHT", height);
    return Optional.of(
        new InpaintAction.Rectangle(
            Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), width, height));
  }
}
