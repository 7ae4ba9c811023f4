package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz filters}. */
@Command(
    name = "filters",
    description = {
      "Draws the receptive fields of the hidden units of a trained machine: their weights to the"
          + " pixels, or for deeper layers the weighted sums of the fields below. Red pixels switch"
          + " a unit on, blue pixels switch it off; all units of a layer share one scale, which the"
          + " bar shows."
    },
    footer = {
      "%nExamples:",
      "  boltz filters --model runs/first --out filters.png",
      "  boltz filters --model runs/deep --layer 2 --choose different --count 49 --out layer2.png"
    })
public final class FiltersCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "The file to write.")
  private String out;

  @Option(
      names = "--layer",
      paramLabel = "N",
      description = "A hidden layer, from 1 (default: all, side by side).")
  private Integer layer;

  @Mixin private FilterOptions options;

  @Option(names = "--overwrite", description = "Replace PNG if it exists.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    FiltersAction.Request request = options.request(model.run(), layer, out, overwrite);
    return new FiltersAction(hadoop(), request, common.progress()).execute();
  }
}
