package io.boltzspark.jobs.benchmark;

import io.boltzspark.engine.EngineConfig;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.benchmark.scaling.ScaleSeries;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.SettingsOptions;
import io.boltzspark.jobs.doctor.Doctor;
import io.boltzspark.jobs.doctor.Finding;
import io.boltzspark.jobs.settings.Settings;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz benchmark}. */
@Command(
    name = "benchmark",
    description = {
      "Times a training step (PCD) of each engine beside the matrix products it cannot do without,"
          + " measured in the same run; their ratio says how much the rest costs.",
      "Every combination of --hidden, --batch-sizes, --sweeps and --engines is one row.",
      "With --suite evaluation: annealed importance sampling in both directions, as boltz evaluate"
          + " runs it, beside its products; every --hidden is one row.",
      "With --suite scale: steps of 784-500 at B = 100 and k = 1 as one thing after another grows:"
          + " k, chains, batch, rows (made by the executors), hidden units, and executors, which"
          + " are started here as processes of one core each, and one of all cores; with a --master"
          + " that is a cluster, all is measured on its executors. What it prints with --json is"
          + " what boltz plan computes from."
    },
    footer = {
      "%nExamples:",
      "  boltz benchmark",
      "  boltz benchmark --hidden 500 --batch-sizes 100 --sweeps 1 --engines rounds --seconds 10",
      "  boltz benchmark --suite evaluation --hidden 500",
      "  boltz benchmark --suite scale --json > scale.json",
      "  boltz benchmark --suite scale --series k,executors --seconds 1"
    })
public final class BenchmarkCommand extends JobCommand {
  /** What is timed. */
  private enum Suite {
    TRAINING,
    EVALUATION,
    SCALE
  }

  @Option(
      names = "--suite",
      defaultValue = "training",
      paramLabel = "training|evaluation|scale",
      description = "What is timed (default: ${DEFAULT-VALUE}).")
  private Suite suite;

  @Option(
      names = "--visible",
      defaultValue = "784",
      description = "Visible units (default: ${DEFAULT-VALUE}).")
  private int visible;

  @Option(
      names = "--hidden",
      split = ",",
      defaultValue = "200,500",
      description = "Numbers of hidden units (default: ${DEFAULT-VALUE}).")
  private List<Integer> hidden;

  @Option(
      names = "--batch-sizes",
      split = ",",
      defaultValue = "100,1000",
      description = "Rows of a minibatch, and chains (default: ${DEFAULT-VALUE}).")
  private List<Integer> batchSizes;

  @Option(
      names = "--sweeps",
      split = ",",
      defaultValue = "1,10",
      description = "Gibbs sweeps a step (default: ${DEFAULT-VALUE}).")
  private List<Integer> sweeps;

  @Option(
      names = "--engines",
      split = ",",
      defaultValue = "rounds,jobs",
      description = "Engines to time (default: ${DEFAULT-VALUE}).")
  private List<EngineConfig.Kind> engines;

  @Option(
      names = "--chains",
      defaultValue = "1000",
      description = "With --suite evaluation: chains of a run (default: ${DEFAULT-VALUE}).")
  private int chains;

  @Option(
      names = "--temperatures",
      defaultValue = "20000",
      description = "With --suite evaluation: temperatures of a run (default: ${DEFAULT-VALUE}).")
  private int temperatures;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Time for each measurement after its warm-up (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--series",
      split = ",",
      defaultValue = "k,chains,batch,rows,hidden,executors",
      description = "With --suite scale: what grows (default: ${DEFAULT-VALUE}).")
  private List<ScaleSeries> series;

  @Option(
      names = "--most-hidden",
      defaultValue = "8000",
      paramLabel = "N",
      description =
          "With --suite scale: hidden units, beyond which nothing is measured (default:"
              + " ${DEFAULT-VALUE}).")
  private int mostHidden;

  @Option(
      names = "--most-rows",
      defaultValue = "10000000",
      paramLabel = "N",
      description =
          "With --suite scale: training rows, beyond which nothing is measured; a row takes 784"
              + " bytes of disk, up to three times (default: ${DEFAULT-VALUE}).")
  private int mostRows;

  @Option(
      names = "--executors",
      split = ",",
      defaultValue = "1,2",
      paramLabel = "N",
      description =
          "With --suite scale: executor processes to start here; more than there are cores say"
              + " nothing (default: ${DEFAULT-VALUE}).")
  private List<Integer> executors;

  @Mixin private SettingsOptions settingsOptions;

  @Override
  protected ActionResult perform() {
    atLeast(1, "--visible", visible);
    hidden.forEach(units -> atLeast(1, "--hidden", units));
    batchSizes.forEach(rows -> atLeast(1, "--batch-sizes", rows));
    sweeps.forEach(k -> atLeast(1, "--sweeps", k));
    if (!(seconds > 0 && Double.isFinite(seconds))) {
      throw new BoltzException(
          ExitCode.USAGE, "--seconds %s: it must be larger than 0".formatted(seconds));
    }
    return switch (suite) {
      case TRAINING -> benchmarkTraining();
      case EVALUATION -> benchmarkEvaluation();
      case SCALE -> benchmarkScale();
    };
  }

  private ActionResult benchmarkScale() {
    atLeast(1, "--most-hidden", mostHidden);
    atLeast(1, "--most-rows", mostRows);
    executors.forEach(count -> atLeast(1, "--executors", count));
    ScaleBenchmarkAction.Request request =
        new ScaleBenchmarkAction.Request(
            visible, series, mostHidden, mostRows, executors, seconds, kernels(), settings());
    return withSpark(
        spark -> new ScaleBenchmarkAction(spark, request, common.progress()).execute());
  }

  private Settings settings() {
    return settingsOptions.settings(
        spec.commandLine().getParseResult(), hadoop(), Optional.empty());
  }

  private ActionResult benchmarkEvaluation() {
    atLeast(2, "--chains", chains);
    atLeast(2, "--temperatures", temperatures);
    EvaluationBenchmarkAction.Request request =
        new EvaluationBenchmarkAction.Request(
            visible, hidden, chains, temperatures, seconds, kernels());
    return withSpark(
        spark -> new EvaluationBenchmarkAction(spark, request, common.progress()).execute());
  }

  private ActionResult benchmarkTraining() {
    BenchmarkAction.Request request =
        new BenchmarkAction.Request(
            visible, hidden, batchSizes, sweeps, engines, seconds, kernels(), settings());
    return withSpark(spark -> new BenchmarkAction(spark, request, common.progress()).execute());
  }

  private static String kernels() {
    Finding finding = Doctor.kernels();
    return finding.value() + finding.remedy().map(remedy -> " -> " + remedy).orElse("");
  }
}
