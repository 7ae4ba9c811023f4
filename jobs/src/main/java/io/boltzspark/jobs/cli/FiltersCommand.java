package io.boltzspark.jobs.cli;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.FiltersAction;
import io.boltzspark.jobs.actions.FiltersRequest;
import io.boltzspark.jobs.images.FilterChoice;
import io.boltzspark.jobs.images.FilterPicture;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz filters}. */
@Command(
    name = "filters",
    description = {
      "Draws what the hidden units of a trained machine respond to: their weights to the pixels, or"
          + " for deeper layers the weighted sums of the fields below. Red pixels switch a unit on,"
          + " blue ones off; all units of a layer are on one scale, which the bar shows."
    },
    footer = {
      "%nExamples:",
      "  boltz filters --model runs/first --out filters.png",
      "  boltz filters --model runs/deep --layer 2 --choose different --count 49 --out layer2.png"
    })
final class FiltersCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "The file to write.")
  private String out;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description = "One hidden layer, from 1 (default: all, side by side).")
  private Integer layer;

  @Option(
      names = "--choose",
      defaultValue = "strongest",
      paramLabel = "first|strongest|different",
      description =
          "Which units of each layer: the first ones, those with the largest weights, or those that"
              + " are least alike (default: ${DEFAULT-VALUE}).")
  private FilterChoice choice;

  @Option(
      names = "--count",
      defaultValue = "" + FilterPicture.USUAL_COUNT,
      description = "Units of each layer (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(names = "--overwrite", description = "Replace PNG when it is there.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    atLeast(1, "--count", count);
    if (layer != null) {
      atLeast(1, "--layer", layer);
    }
    FiltersRequest request =
        new FiltersRequest(
            model.run(),
            layer == null ? OptionalInt.empty() : OptionalInt.of(layer),
            choice,
            count,
            out,
            overwrite);
    return new FiltersAction(hadoop(), request, common.progress()).execute();
  }
}
