package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.SampleAction;
import io.boltzspark.jobs.actions.SampleRequest;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz sample}. */
@Command(
    name = "sample",
    description = {
      "Draws images from a trained machine: Gibbs chains, spread over Spark, and a grid of the"
          + " probabilities of their last sweep as a PNG."
    },
    footer = {
      "%nExamples:",
      "  boltz sample --model runs/first --out samples.png",
      "  boltz sample --model runs/first@epoch:2 --out early.png --start data --data"
          + " data/mnist-binary --steps 10",
      "  boltz sample --model runs/labelled --out digits.png --digit all"
    })
final class SampleCommand extends JobCommand {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "RUN",
      description = "A run, or a checkpoint of one: RUN@step:N or RUN@epoch:N.")
  private String model;

  @Option(names = "--out", required = true, paramLabel = "PNG", description = "The file to write.")
  private String out;

  @Option(
      names = "--count",
      defaultValue = "100",
      description =
          "Images, one chain each; with --digit all shared out evenly among the classes, rounded up"
              + " (default: ${DEFAULT-VALUE}).")
  private int count;

  @Option(
      names = "--steps",
      defaultValue = "1000",
      description = "Gibbs sweeps of each chain (default: ${DEFAULT-VALUE}).")
  private int steps;

  @Option(
      names = "--start",
      defaultValue = "noise",
      paramLabel = "noise|data|chains",
      description =
          "Where chains start: at pixels drawn without a bias, at rows of --data, or where the"
              + " chains of training are (default: ${DEFAULT-VALUE}).")
  private SampleRequest.Start start;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Prepared data, needed with --start data.")
  private String data;

  @Option(
      names = "--digit",
      paramLabel = "D|all",
      description =
          "Hold the label at class D, from 0, so that images of it are drawn; or at every class,"
              + " one a row of the grid. Needs a model that was trained with --labels.")
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
    atLeast(1, "--count", count);
    atLeast(1, "--steps", steps);
    boolean fromData = start == SampleRequest.Start.DATA;
    if (fromData != (data != null)) {
      throw new BoltzException(
          ExitCode.USAGE,
          fromData
              ? "--start data needs the rows to start at; add --data DIR"
              : "--data is used with --start data only; add that or leave --data out");
    }
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
    SampleRequest request =
        new SampleRequest(
            model,
            out,
            count,
            steps,
            start,
            Optional.ofNullable(data),
            digit(),
            beliefNet,
            seed,
            overwrite);
    return withSpark(spark -> new SampleAction(spark, request, common.progress()).execute());
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
