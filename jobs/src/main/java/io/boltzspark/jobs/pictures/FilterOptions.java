package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.images.FilterChoice;
import io.boltzspark.jobs.images.FilterPicture;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Which receptive fields {@code boltz filters} and {@code boltz features --filters} draw. */
public final class FilterOptions {
  @Option(
      names = "--choose",
      defaultValue = "strongest",
      paramLabel = "first|strongest|different",
      description =
          "Which units of each layer to draw: the first ones, those with the largest weights, or"
              + " the most different ones (default: ${DEFAULT-VALUE}).")
  private FilterChoice choice;

  @Option(
      names = "--count",
      defaultValue = "" + FilterPicture.USUAL_COUNT,
      description = "Units of each layer to draw (default: ${DEFAULT-VALUE}).")
  private int count;

  /**
   * @param layer null: all
   */
  public FiltersAction.Request request(String model, Integer layer, String out, boolean overwrite) {
    JobCommand.atLeast(1, "--count", count);
    if (layer != null) {
      JobCommand.atLeast(1, "--layer", layer);
    }
    return new FiltersAction.Request(
        model,
        layer == null ? OptionalInt.empty() : OptionalInt.of(layer),
        choice,
        count,
        out,
        overwrite);
  }
}
