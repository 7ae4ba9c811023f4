package io.boltzspark.jobs.cli;

import io.boltzspark.evaluation.AnnealingSchedule;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.EvaluateAction;
import io.boltzspark.jobs.actions.EvaluateRequest;
import io.boltzspark.jobs.metrics.Metrics;
import io.boltzspark.jobs.metrics.Subject;
import io.boltzspark.jobs.metrics.Subject.Precision;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Says how good a trained machine is: the log-likelihood of rows in nats, exact where the"
          + " states of one side can be enumerated, else bracketed by annealed importance sampling"
          + " from both sides, with error bars; and what else --metrics names.",
      "The result is also kept in the run, as evaluation.json."
    },
    footer = {
      "%nExamples:",
      "  boltz evaluate --model runs/first",
      "  boltz evaluate --model runs/first --data data/mnist-binary --metrics ais --temperatures"
          + " 5000",
      "  boltz evaluate --model runs/small --metrics exact,ais,reverse --json"
    })
final class EvaluateCommand extends JobCommand {

  /** For the help text. */
  static final class MetricNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Metrics.names().iterator();
    }
  }

  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description = "A run, or a checkpoint of one: RUN@step:N or RUN@epoch:N.")
  private String model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Prepared data (default: what the run was trained on).")
  private String data;

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = MetricNames.class,
      description =
          "What to measure: ${COMPLETION-CANDIDATES}. The log-likelihood is exact or by ais and"
              + " reverse, whichever is possible; exact, ais and reverse choose (default: all that"
              + " the model has).")
  private List<String> metrics = List.of();

  @Option(
      names = "--chains",
      defaultValue = "1000",
      description = "Chains of annealing (default: ${DEFAULT-VALUE}).")
  private int chains;

  @Option(
      names = "--temperatures",
      defaultValue = "20000",
      description =
          "Temperatures of annealing; too few flatter the model (default: ${DEFAULT-VALUE}).")
  private int temperatures;

  @Option(
      names = "--spacing",
      defaultValue = "dense",
      paramLabel = "dense|uniform",
      description = "Temperatures dense near the model's, or evenly (default: ${DEFAULT-VALUE}).")
  private AnnealingSchedule.Spacing spacing;

  @Option(
      names = "--base",
      defaultValue = "mean",
      paramLabel = "mean|uniform",
      description =
          "Where annealing begins: independent units with the data's means, or uniform states"
              + " (default: ${DEFAULT-VALUE}).")
  private Subject.Base base;

  @Option(
      names = "--burn-in",
      defaultValue = "1000",
      description =
          "Gibbs sweeps of the chains that reverse annealing starts from (default:"
              + " ${DEFAULT-VALUE}).")
  private int burnIn;

  @Option(
      names = "--rows",
      defaultValue = "100000",
      description = "Most rows of each part (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of every random number (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  protected ActionResult perform() {
    atLeast(2, "--chains", chains);
    atLeast(1, "--temperatures", temperatures);
    atLeast(1, "--burn-in", burnIn);
    atLeast(1, "--rows", rows);
    Precision precision =
        new Precision(chains, new AnnealingSchedule(temperatures, spacing), base, burnIn, seed);
    EvaluateRequest request =
        new EvaluateRequest(
            model, Optional.ofNullable(data), Metrics.named(metrics), precision, rows);
    return withSpark(spark -> new EvaluateAction(spark, request, common.progress()).execute());
  }
}
