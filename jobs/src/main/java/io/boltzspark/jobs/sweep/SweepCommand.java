package io.boltzspark.jobs.sweep;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.ErrorReport;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.settings.SettingsLayers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz sweep}. */
@Command(
    name = "sweep",
    description = {
      "Trains a machine for every combination of some settings and compares the runs in one"
          + " table, for example to find a learning rate or to see the effect of a setting.",
      "Each run has its own run directory below --out, named after its settings. Running the"
          + " same command again skips finished runs and resumes the others. A failed run does not"
          + " stop the rest; the exit code is then that of the first failed run."
    },
    footer = {
      "%nExamples:",
      "  boltz sweep --data data/mnist-binary --out runs/rates --epochs 3"
          + " --vary learning.optimizer.learning-rate=0.0005,0.001,0.002",
      "  boltz sweep --config conf/presets/rbm-pcd5.conf --data data/mnist-binary --out runs/pcd"
          + " --vary learning.algorithm=cd,pcd --vary learning.k=1,5 --sort pseudo_log_likelihood",
      "  boltz sweep --data data/mnist-binary --out runs/sizes --parallel 2"
          + " --vary 'model.dimensions=[784,100],[784,200]'",
      "  boltz sweep --data data/mnist-binary --out runs/seeds --vary seed=1,2,3"
    })
public final class SweepCommand extends JobCommand {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data that boltz prepare wrote, or Parquet with a column of float arrays.")
  private String data;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Directory for the runs, sweep.json and sweep.md.")
  private String out;

  @Option(
      names = "--vary",
      required = true,
      paramLabel = "KEY=VALUE,...",
      description =
          "A setting and its values, in the format of --set; lists in brackets or double"
              + " quotes. May be repeated; all combinations are run.")
  private List<String> variations = new ArrayList<>();

  @Option(
      names = "--parallel",
      paramLabel = "RUNS",
      defaultValue = "1",
      description =
          "Runs at once, which share the task slots and the memory; the models do not depend"
              + " on it (default: ${DEFAULT-VALUE}).")
  private int parallel;

  @Option(
      names = "--sort",
      paramLabel = "METRIC",
      description =
          "Order of the table, best run first: pseudo_log_likelihood, reconstruction_error,"
              + " free_energy_gap, free_energy_train, free_energy_valid (which compare models only"
              + " with their gap) or seconds. Default: the order of --vary.")
  private String sort;

  @Option(names = "--overwrite", description = "Train all runs again, replacing existing ones.")
  private boolean overwrite;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected String kept() {
    return "finished runs and checkpoints in %s are kept; to resume, run the same command again"
        .formatted(out);
  }

  @Override
  protected ActionResult perform() {
    atLeast(1, "--parallel", parallel);
    Optional<SweepOrder> order = Optional.ofNullable(sort).map(SweepOrder::by);
    List<Grid.Point> grid = Grid.of(variations.stream().map(Variation::parse).toList());
    List<SweepRun> runs = SweepRun.plan(grid, this::settings);
    SweepAction.Request request =
        new SweepAction.Request(data, out, runs, Math.min(parallel, runs.size()), order, overwrite);
    return withSpark(
        spark -> new SweepAction(spark, request, common.progress(), this::explain).execute());
  }

  private Settings settings(Grid.Point point) {
    SettingsLayers layers =
        settingsOptions.layers(spec.commandLine().getParseResult(), hadoop(), Optional.empty());
    point.values().forEach((key, value) -> layers.put(key, value, "--vary " + key));
    return layers.settings();
  }

  private RunFailure explain(Throwable error) {
    ErrorReport report = ErrorReport.of(error);
    return new RunFailure(report.exitCode(), report.message());
  }
}
