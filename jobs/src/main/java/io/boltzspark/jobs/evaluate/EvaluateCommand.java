package io.boltzspark.jobs.evaluate;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.partition.AnnealingSchedule;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.cli.TableOptions;
import io.boltzspark.jobs.evaluate.metrics.Metrics;
import io.boltzspark.jobs.evaluate.metrics.Subject;
import io.boltzspark.jobs.evaluate.metrics.Subject.Precision;
import io.boltzspark.jobs.evaluate.samples.Sampling;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz evaluate}. */
@Command(
    name = "evaluate",
    description = {
      "Measures how good a trained machine is: the log-likelihood of rows in nats, exact if the"
          + " states of one side can be enumerated, otherwise bracketed from both sides by annealed"
          + " importance sampling, with error bars; how far samples of the machine are from the"
          + " data, and whether they repeat training rows; and the other measures that --metrics"
          + " names.",
      "With real-valued visible units (gaussian, rectified) the log-likelihood is a density of the"
          + " data's values in their own units: values 10 times as large have one that is lower by"
          + " log 10 = 2.30 nats for each. Beside it stands that of the standardised values that"
          + " the model was trained on; free energies, log Z and distances are of these.",
      "Of a generative network only samples are measured, of a classifier its errors.",
      "The result is also stored in the run, as evaluation.json."
    },
    footer = {
      "%nExamples:",
      "  boltz evaluate --model runs/first",
      "  boltz evaluate --model runs/first --data data/mnist-binary --metrics ais --temperatures"
          + " 5000",
      "  boltz evaluate --model runs/first --metrics adversarial-accuracy,nearest-rows"
          + " --sample-steps 5000",
      "  boltz evaluate --model runs/small --metrics exact,ais,reverse --json",
      "  boltz evaluate --model runs/dcgan --classifier runs/classifier --samples 1000"
    })
public final class EvaluateCommand extends JobCommand {

  /** The driver holds all samples, and the distances of all pairs are computed. */
  private static final int MOST_SAMPLES = 50_000;

  /** Ten times as many are held while the largest are found. */
  private static final int MOST_TRIPLES = 100_000;

  /** For the help text. */
  static final class MetricNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Metrics.names().iterator();
    }
  }

  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Prepared data (default: the data of training).")
  private String data;

  @Option(
      names = "--weight-column",
      paramLabel = "COLUMN|none",
      description =
          "The column that says how many times each row counts in the means over rows, whose errors"
              + " are those of the effective number of rows; none: every row counts alike (default:"
              + " that of training, by default weight where there is one).")
  private String weightColumn;

  @Mixin private TableOptions table;

  @Option(
      names = "--metrics",
      split = ",",
      paramLabel = "NAME",
      completionCandidates = MetricNames.class,
      description =
          "What to measure: ${COMPLETION-CANDIDATES}. exact, ais and reverse select a method for"
              + " the log-likelihood; by default it is exact if possible, otherwise by ais and"
              + " reverse. pseudo-log-likelihood is the one-unit estimate that training monitors,"
              + " from one random unit of each row; exact-pseudo-log-likelihood counts all units."
              + " kl-divergence and its reverse are estimates from nearest neighbours, not in nats."
              + " sites compares frequencies and the connected correlations of two and of three"
              + " units in samples with those in training rows; diversity is how different samples"
              + " are from one another; entropy is that of the model, from log Z and samples."
              + " all: every measure that exists for the model (default: the log-likelihood, and"
              + " fast measures).")
  private List<String> metrics = List.of();

  @Option(
      names = "--chains",
      defaultValue = "1000",
      description = "Annealing chains (default: ${DEFAULT-VALUE}).")
  private int chains;

  @Option(
      names = "--temperatures",
      defaultValue = "20000",
      description =
          "Annealing temperatures; too few overestimate the model (default: ${DEFAULT-VALUE}).")
  private int temperatures;

  @Option(
      names = "--spacing",
      defaultValue = "dense",
      paramLabel = "dense|uniform",
      description =
          "Temperatures dense near that of the model, or evenly spaced (default:"
              + " ${DEFAULT-VALUE}).")
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
          "Gibbs sweeps before reverse annealing starts from its chains (default:"
              + " ${DEFAULT-VALUE}).")
  private int burnIn;

  @Option(
      names = "--rows",
      defaultValue = "100000",
      description = "Maximum number of rows of each part (default: ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--samples",
      defaultValue = "2000",
      paramLabel = "N",
      description =
          "Samples of the model to compare with data, and the maximum number of rows of each part"
              + " to compare them with (default: ${DEFAULT-VALUE}).")
  private int samples;

  @Option(
      names = "--sample-steps",
      paramLabel = "S",
      description =
          "Gibbs sweeps of each sample, from noise, and for ising also from data (default: 10 for"
              + " energy-coefficient, kl-divergence, reverse-kl-divergence and the heat capacities,"
              + " which show how far short chains get; 1000 for the others).")
  private Integer sampleSteps;

  @Option(
      names = "--triples",
      defaultValue = "10000",
      paramLabel = "N",
      description =
          "Triples of units, each in certain states, whose connected three-site correlations"
              + " --metrics sites compares: those that are largest in training rows, of ten times"
              + " as many drawn from these rows; 0: none (default: ${DEFAULT-VALUE}).")
  private int triples;

  @Option(
      names = "--classifier",
      paramLabel = "RUN",
      description =
          "A classifier of the same images (trained with model.kind = classifier) that says of what"
              + " class the samples are, for --metrics classes.")
  private String classifier;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Override
  protected ActionResult perform() {
    atLeast(2, "--chains", chains);
    atLeast(1, "--temperatures", temperatures);
    atLeast(1, "--burn-in", burnIn);
    atLeast(1, "--rows", rows);
    if (samples < 2 || samples > MOST_SAMPLES) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--samples %d is invalid: expected a number from 2 to %d"
              .formatted(samples, MOST_SAMPLES));
    }
    if (triples < 0 || triples > MOST_TRIPLES) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--triples %d is invalid: expected a number from 0 to %d"
              .formatted(triples, MOST_TRIPLES));
    }
    if (sampleSteps != null) {
      atLeast(1, "--sample-steps", sampleSteps);
    }
    Precision precision =
        new Precision(chains, new AnnealingSchedule(temperatures, spacing), base, burnIn, seed);
    EvaluateAction.Request request =
        new EvaluateAction.Request(
            model.run(),
            table.in(data).withWeight(Optional.ofNullable(weightColumn)),
            Metrics.named(metrics),
            precision,
            rows,
            new Sampling(
                samples,
                sampleSteps == null ? OptionalInt.empty() : OptionalInt.of(sampleSteps),
                triples),
            Optional.ofNullable(classifier));
    return withSpark(spark -> new EvaluateAction(spark, request, common.progress()).execute());
  }
}
