package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz sample}. */
@Command(
    name = "sample",
    description = {
      "Draws images from a trained machine: Gibbs chains, spread over Spark, and a grid of the"
          + " probabilities of their last sweep as a PNG; or with --every the same chains through"
          + " time."
    },
    footer = {
      "%nExamples:",
      "  boltz sample --model runs/first --out samples.png",
      "  boltz sample --model runs/first@epoch:2 --out early.png --start data --data"
          + " data/mnist-binary --steps 10",
      "  boltz sample --model runs/labelled --out digits.png --digit all",
      "  boltz sample --model runs/first --out annealed.png --anneal-from 0.3",
      "  boltz sample --model runs/first --out chains.gif --every 20 --steps 500"
    })
public final class SampleCommand extends JobCommand {
  private static final int COUNT = 100;
  private static final int STRIP_COUNT = 10;

  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PNG",
      description = "The file to write; with --every also a .gif.")
  private String out;

  @Option(
      names = "--count",
      description =
          "Images, one chain each; with --digit all shared out evenly among the classes, rounded up"
              + " (default: "
              + COUNT
              + ", or "
              + STRIP_COUNT
              + " in a strip).")
  private Integer count;

  @Option(
      names = "--steps",
      defaultValue = "1000",
      description = "Gibbs sweeps of each chain (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--start",
      paramLabel = "noise|gaussian|data|chains",
      description =
          "Where chains start: at pixels drawn without a bias, at normal numbers, at rows of"
              + " --data, or where the chains of training are (default: noise).")
  private SampleRequest.Start start;

  @Option(
      names = "--anneal-from",
      defaultValue = "1",
      paramLabel = "BETA",
      description =
          "Inverse temperature of the first sweep, above 0; it rises evenly to 1 in the last"
              + " (default: 1, no annealing).")
  private double annealFrom;

  @Option(
      names = "--last",
      defaultValue = "means",
      paramLabel = "means|states",
      description =
          "What is shown of a sweep: probabilities, or states drawn from them (default:"
              + " ${DEFAULT-VALUE}).")
  private Ending last;

  @Option(
      names = "--every",
      paramLabel = "N",
      description =
          "Show chains through time, at their start and every N sweeps: a .png with a line for each"
              + " chain, or a .gif that moves.")
  private Integer every;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Prepared data, needed with --start data, and with --digit for a model without labels.")
  private String data;

  @Option(
      names = "--digit",
      paramLabel = "D|all",
      description =
          "Hold the label at class D, from 0, so that images of it are drawn; or at every class,"
              + " one a row of the grid. Chains of a model without labels start at images of D"
              + " instead, test rows of --data where it has some.")
  private String digit;

  @Option(
      names = "--belief-net",
      description =
          "Read a model of three layers or more as a deep belief net: Gibbs sweeps of the two"
              + " highest layers, then one pass down, each layer given the one above it alone.")
  private boolean beliefNet;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Of every random number (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--overwrite", description = "Replace PNG when it is there.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    boolean strip = every != null && !out.toLowerCase(Locale.ROOT).endsWith(".gif");
    int chains = count != null ? count : strip ? STRIP_COUNT : COUNT;
    atLeast(1, "--count", chains);
    atLeast(1, "--steps", steps);
    if (every != null) {
      atLeast(1, "--every", every);
    }
    if (!(annealFrom > 0 && annealFrom <= 1)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--anneal-from %s: it must be larger than 0 and at most 1".formatted(annealFrom));
    }
    requireData();
    if (digit != null && start == SampleRequest.Start.CHAINS) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit holds labels, but with --start chains these are where the chains of training"
              + " are; choose another --start or leave --digit out");
    }
    if (digit != null && beliefNet) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit cannot be held with --belief-net, which draws labels last, together with the"
              + " pixels; leave one of both out");
    }
    SamplingPlan plan =
        SamplingPlan.of(steps, seed)
            .with(beliefNet ? Reading.BELIEF_NET : Reading.MACHINE)
            .with(last)
            .annealedFrom(annealFrom)
            .shownEvery(every == null ? 0 : every);
    SampleRequest request =
        new SampleRequest(
            model.run(),
            out,
            chains,
            Optional.ofNullable(start),
            Optional.ofNullable(data),
            digit(),
            plan,
            overwrite);
    return withSpark(spark -> new SampleAction(spark, request, common.progress()).execute());
  }

  /** Whether the model has labels, and so needs no data for a digit, is not known here. */
  private void requireData() {
    boolean fromData = start == SampleRequest.Start.DATA;
    if (fromData && data == null) {
      throw new BoltzException(
          ExitCode.USAGE, "--start data needs the rows to start at; add --data DIR");
    }
    if (!fromData && data != null && (start != null || digit == null)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--data is used with --start data only, or with --digit for a model without labels; add"
              + " one of these or leave --data out");
    }
  }

  private Optional<SampleRequest.Digit> digit() {
    if (digit == null) {
      return Optional.empty();
    }
    if (digit.equalsIgnoreCase(SampleRequest.Digit.ALL)) {
      return Optional.of(SampleRequest.Digit.every());
    }
    if (!digit.matches("[0-9]{1,9}")) {
      throw new BoltzException(
          ExitCode.USAGE, "--digit %s: it must be a class from 0, or all".formatted(digit));
    }
    return Optional.of(SampleRequest.Digit.of(Integer.parseInt(digit)));
  }
}
