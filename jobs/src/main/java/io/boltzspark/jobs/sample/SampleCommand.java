package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.jobs.states.OutputFormat;
import io.boltzspark.store.ReferencedModel;
import java.util.LinkedHashMap;
import java.util.List;
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
      "Or writes the states of their last sweep as data, for machines of any units: Parquet (one"
          + " file, which --data of other commands takes), arrays for NumPy (npz) or text (csv),"
          + " with the columns sample (from 0), label (if the model has labels), free_energy (or"
          + " energy, that of the joint states of all layers, for models of several hidden layers)"
          + " and values, in the units of the data; sites with categories as whole numbers. FASTA"
          + " is for models of sequences. Energies are those at temperature 1.",
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
      "  boltz sample --model runs/first --out annealed.png --anneal-from 0.5",
      "  boltz sample --model runs/first --out chains.gif --every 20 --steps 500",
      "  boltz sample --model runs/first --out samples.parquet --count 10000",
      "  boltz sample --model runs/first --out cold.csv --temperature 0.5 --clamp 400=1,401=1",
      "  boltz sample --model runs/family --out family.fasta --count 1000 --clamp 10=A,12=-",
      "  boltz sample --model runs/dcgan --out epochs.gif --count 16 --seed 1"
    })
public final class SampleCommand extends JobCommand {
  private static final int COUNT = 100;
  private static final int STRIP_COUNT = 10;

  /** Far beyond where anything changes, but well within single precision. */
  private static final double COLDEST = 0.001;

  private static final double HOTTEST = 1000;

  /** What is of chains alone, and what to say of it where there are none. */
  private static final Map<String, String> OF_CHAINS = new LinkedHashMap<>();

  static {
    OF_CHAINS.put("--steps", "without Gibbs sweeps");
    OF_CHAINS.put("--start", "without a chain that starts anywhere");
    OF_CHAINS.put("--temperature", "without a temperature");
    OF_CHAINS.put("--anneal-from", "without a temperature");
    OF_CHAINS.put("--clamp", "without units that could be held");
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
          "The file to write: .png, or with --every or of a network also .gif; as data .parquet,"
              + " .npz or .csv, and of a model of sequences .fasta.")
  private String out;

  @Option(
      names = "--format",
      paramLabel = "png|gif|fasta|parquet|npz|csv",
      description = "Format of FILE (default: as the end of its name says).")
  private OutputFormat format;

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
      names = "--temperature",
      defaultValue = "1",
      paramLabel = "T",
      description =
          "Draw from the distribution at this temperature, exp(-E/T) up to a constant, from "
              + COLDEST
              + " to "
              + HOTTEST
              + " (default: ${DEFAULT-VALUE}, that of training).")
  private double temperature;

  @Option(
      names = "--anneal-from",
      paramLabel = "BETA",
      description =
          "Inverse temperature of the first sweep, above 0; it rises evenly to 1 / T at the"
              + " last (default: 1 / T, no annealing). With 0.5, chains from noise spread over the"
              + " kinds of images, where they would crowd into the nearest.")
  private Double annealFrom;

  @Option(
      names = "--clamp",
      paramLabel = "UNIT=VALUE,...",
      description =
          "Hold these visible units in all chains, counted from 0, at values in the units of the"
              + " data; the others follow their distribution given these. Of a model of sequences:"
              + " SITE=LETTER, sites from 1.")
  private String clamp = "";

  @Option(
      names = "--last",
      defaultValue = "means",
      paramLabel = "means|states",
      description =
          "What pictures show: probabilities (means), or states drawn from them (default:"
              + " ${DEFAULT-VALUE}). Data are states.")
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
    OutputFormat form = OutputFormat.of(Optional.ofNullable(format), out);
    boolean strip = every != null && form != OutputFormat.GIF;
    int chains = count != null ? count : strip ? STRIP_COUNT : COUNT;
    atLeast(1, "--count", chains);
    atLeast(1, "--steps", steps);
    if (every != null) {
      atLeast(1, "--every", every);
    }
    if (!(temperature >= COLDEST && temperature <= HOTTEST)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--temperature %s is invalid: expected a number from %s to %s"
              .formatted(temperature, COLDEST, HOTTEST));
    }
    if (annealFrom != null && !(annealFrom > 0 && annealFrom <= 1 / temperature)) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--anneal-from %s is invalid: expected a number larger than 0 and at most %s, the inverse of --temperature %s"
              .formatted(annealFrom, 1 / temperature, temperature));
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
    if (!clamp.isEmpty() && beliefNet) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--clamp cannot be combined with --belief-net, which draws visible units last; omit one"
              + " of them");
    }
    SamplingPlan plan =
        SamplingPlan.of(steps, seed)
            .with(beliefNet ? Reading.BELIEF_NET : Reading.MACHINE)
            .with(last)
            .at(temperature)
            .shownEvery(every == null ? 0 : every);
    SampleRequest request =
        new SampleRequest(
            model.run(),
            out,
            form,
            chains,
            Optional.ofNullable(start),
            Optional.ofNullable(data),
            digit(),
            clamp,
            annealFrom == null ? plan : plan.annealedFrom(annealFrom),
            overwrite);
    if (!form.isPicture()) {
      requireDataOptions(form);
      return withSpark(spark -> new SampleDataAction(spark, request, common.progress()).execute());
    }
    return withSpark(spark -> new SampleAction(spark, request, common.progress()).execute());
  }

  /** Data are states, each of the end of a chain; sequences have no labels. */
  private void requireDataOptions(OutputFormat form) {
    for (String option : List.of("--every", "--last", "--digit")) {
      boolean isForData = option.equals("--digit") && form != OutputFormat.FASTA;
      if (!isForData && spec.commandLine().getParseResult().hasMatchedOption(option)) {
        throw new BoltzException(
            ExitCode.USAGE,
            "%s is for pictures, but --out %s is written as %s; omit %s"
                .formatted(option, out, form.word(), option));
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
    if (!OutputFormat.of(Optional.ofNullable(format), out).isPicture()) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--out %s: %s is a generative adversarial network, which makes pictures; choose a name that ends in .png or .gif"
              .formatted(out, model.run()));
    }
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
