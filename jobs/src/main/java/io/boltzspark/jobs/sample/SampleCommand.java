package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.store.ReferencedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz sample}. */
@Command(
    name = "sample",
    description = {
      "Draws images from a trained machine by Gibbs chains on Spark, and writes the probabilities"
          + " of their last sweep as a grid (PNG), or with --every the same chains through time.",
      "A generative adversarial network makes each image from noise at once, without sweeps or"
          + " Spark: of these options it has --out, --count, --digit and --seed. As a .gif, it"
          + " shows the same noise after each epoch that has a checkpoint."
    },
    footer = {
      "%nExamples:",
      "  boltz sample --model runs/first --out samples.png",
      "  boltz sample --model runs/first@epoch:2 --out early.png --start data --data"
          + " data/mnist-binary --steps 10",
      "  boltz sample --model runs/labelled --out digits.png --digit all",
      "  boltz sample --model runs/first --out annealed.png --anneal-from 0.3",
      "  boltz sample --model runs/first --out chains.gif --every 20 --steps 500",
      "  boltz sample --model runs/family --out family.fasta --count 1000",
      "  boltz sample --model runs/dcgan --out epochs.gif --count 16 --seed 1"
    })
public final class SampleCommand extends JobCommand {
  private static final int COUNT = 100;
  private static final int STRIP_COUNT = 10;

  /** What is of chains alone, and what to say of it where there are none. */
  private static final Map<String, String> OF_CHAINS = new LinkedHashMap<>();

  static {
    OF_CHAINS.put("--steps", "without Gibbs sweeps");
    OF_CHAINS.put("--start", "without a chain that starts anywhere");
    OF_CHAINS.put("--anneal-from", "without a temperature");
    OF_CHAINS.put("--last", "without states to draw from probabilities");
    OF_CHAINS.put("--every", "without Gibbs sweeps; a name ending in .gif shows its epochs");
    OF_CHAINS.put("--data", "without data");
    OF_CHAINS.put("--belief-net", "without hidden layers to sweep");
  }

  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description =
          "The file to write: .png, or with --every or of a network also .gif; of a model of"
              + " sequences .fasta, with the free energy of each.")
  private String out;

  @Option(
      names = "--count",
      description =
          "Images, one chain each; with --digit all, divided evenly among the classes, rounded up"
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
          "Where chains start: at random pixels (noise), at normal numbers (gaussian), at rows of"
              + " --data (data), or where the chains of training ended (chains) (default: noise).")
  private SampleRequest.Start start;

  @Option(
      names = "--anneal-from",
      defaultValue = "1",
      paramLabel = "BETA",
      description =
          "Inverse temperature of the first sweep, above 0; it rises evenly to 1 at the"
              + " last (default: 1, no annealing).")
  private double annealFrom;

  @Option(
      names = "--last",
      defaultValue = "means",
      paramLabel = "means|states",
      description =
          "What to show: probabilities (means), or states drawn from them (default:"
              + " ${DEFAULT-VALUE}).")
  private Ending last;

  @Option(
      names = "--every",
      paramLabel = "N",
      description =
          "Show chains at their start and after every N sweeps: as a .png with one line for each"
              + " chain, or as an animated .gif.")
  private Integer every;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Prepared data; required with --start data, and with --digit for a model without labels.")
  private String data;

  @Option(
      names = "--digit",
      paramLabel = "D|all",
      description =
          "Draw images of class D (from 0) by fixing the label; all: every class, one for each row"
              + " of the grid. Chains of a model without labels start at images of D instead, taken"
              + " from the test rows of --data if there are any.")
  private String digit;

  @Option(
      names = "--belief-net",
      description =
          "Treat a model of three or more layers as a deep belief net: Gibbs sweeps of the two"
              + " highest layers, then one pass down, each layer given only the one above it.")
  private boolean beliefNet;

  @Option(
      names = "--seed",
      defaultValue = "1",
      description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(names = "--overwrite", description = "Replace FILE if it exists.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    if (ReferencedModel.namesAdversarial(hadoop(), model.run())) {
      return generate();
    }
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
          "--anneal-from %s is invalid: expected a number larger than 0 and at most 1"
              .formatted(annealFrom));
    }
    requireData();
    if (digit != null && start == SampleRequest.Start.CHAINS) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit fixes labels, but --start chains takes them from the chains of training; choose"
              + " another --start or omit --digit");
    }
    if (digit != null && beliefNet) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--digit cannot be combined with --belief-net, which draws labels last, together with"
              + " the pixels; omit one of them");
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
    if (SampleSequencesAction.isNamed(out)) {
      requireSequenceOptions();
      return withSpark(
          spark -> new SampleSequencesAction(spark, request, common.progress()).execute());
    }
    return withSpark(spark -> new SampleAction(spark, request, common.progress()).execute());
  }

  /** Sequences are states, each of the end of a chain. */
  private void requireSequenceOptions() {
    for (String option : List.of("--every", "--last", "--digit")) {
      if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new BoltzException(
            ExitCode.USAGE,
            "%s is for pictures, but --out %s is a file of sequences; omit %s"
                .formatted(option, out, option));
      }
    }
  }

  private ActionResult generate() {
    OF_CHAINS.forEach(
        (option, without) -> {
          if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
            throw new BoltzException(
                ExitCode.USAGE,
                "%s: %s is a generative adversarial network, which makes each image at once, %s; omit %s"
                    .formatted(option, model.run(), without, option));
          }
        });
    int images = count != null ? count : COUNT;
    atLeast(1, "--count", images);
    GenerateAction.Request request =
        new GenerateAction.Request(model.run(), out, images, digit(), seed, overwrite);
    return new GenerateAction(hadoop(), request, common.progress()).execute();
  }

  /** The model is not loaded yet, so this cannot check whether a digit needs data. */
  private void requireData() {
    boolean fromData = start == SampleRequest.Start.DATA;
    if (fromData && data == null) {
      throw new BoltzException(
          ExitCode.USAGE, "--start data needs rows to start at; add --data DIR");
    }
    if (!fromData && data != null && (start != null || digit == null)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--data is only used with --start data, or with --digit for a model without labels; add"
              + " one of these or omit --data");
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
          ExitCode.USAGE,
          "--digit %s is invalid: expected a class from 0, or all".formatted(digit));
    }
    return Optional.of(SampleRequest.Digit.of(Integer.parseInt(digit)));
  }
}
