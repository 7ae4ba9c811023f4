package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz import}. */
@Command(
    name = "import",
    description = {
      "Makes a run of the parameters that another program has learnt, for all commands that take a"
          + " model: sample, evaluate, features, couplings, scan, anomaly, export and others. It"
          + " holds the machine and no data, metrics or checkpoints, so that it cannot be resumed;"
          + " training may start from it with --from RUN.",
      "npz, safetensors: the weights and biases of a restricted machine, or of a deep one, as named"
          + " arrays of any kind of numbers: those of numpy.savez, a state dict of PyTorch in"
          + " safetensors, or what boltz export wrote, whose names are known and whose offsets and"
          + " scales come along. Known are also scikit-learn's components_, intercept_visible_ and"
          + " intercept_hidden_, and names like W, vbias and hbias; others are told by options. The"
          + " energy of states v and h is -v'Wh - b'v - c'h, with the weights W, visible biases b"
          + " and hidden biases c. Bernoulli units are 0 or 1; spins are -1 or +1 in it, and 0 or 1"
          + " in data; Gaussian units have variance 1, and a term (v - b)^2 / 2 in place of -b'v.",
      "adabmdca: the text of adabmDCA, and of boltz export --format adabmdca: lines 'J i j a b"
          + " value' and 'h i a value', with sites from 0 and letters, compressed by gzip or not."
          + " The fields h must be there for each letter of each site; couplings J that are absent"
          + " are 0."
    },
    footer = {
      "%nExamples:",
      "  boltz import --format npz --from rbm.npz --out runs/imported",
      "  boltz import --format safetensors --from rbm.safetensors --out runs/imported"
          + " --weights net.W --visible-bias net.b --hidden-bias net.c --transpose",
      "  boltz import --format adabmdca --from params.dat --out runs/family",
      "%nA BernoulliRBM of scikit-learn is written in Python by",
      "  numpy.savez('rbm.npz', components_=rbm.components_,",
      "              intercept_visible_=rbm.intercept_visible_,"
          + " intercept_hidden_=rbm.intercept_hidden_)"
    })
public final class ImportCommand extends JobCommand {
  @Option(
      names = "--format",
      required = true,
      paramLabel = "npz|safetensors|adabmdca",
      description = "The format of the file.")
  private ImportFormat format;

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file to read.")
  private String from;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "RUN",
      description = "The run directory to make.")
  private String out;

  @Option(
      names = "--weights",
      paramLabel = "NAME,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "npz, safetensors: the array of the weights, or those of a deep machine from the visible"
              + " layer upwards (default: the one with a known name).")
  private List<String> weights = List.of();

  @Option(
      names = "--visible-bias",
      paramLabel = "NAME|none",
      description = "npz, safetensors: the array of the visible biases; none: they are 0.")
  private String visibleBias;

  @Option(
      names = "--hidden-bias",
      paramLabel = "NAME|none,...",
      split = ",",
      hideParamSyntax = true,
      description = "npz, safetensors: the array of the hidden biases, one for each of --weights.")
  private List<String> hiddenBiases = List.of();

  @Option(
      names = "--transpose",
      negatable = true,
      description =
          "npz, safetensors: the rows of the weights are hidden units, not visible ones; in a deep"
              + " machine those of the upper layer (default: as the lengths of the biases tell).")
  private Boolean transpose;

  @Option(
      names = "--units",
      paramLabel = "KIND,KIND,...",
      split = ",",
      hideParamSyntax = true,
      description =
          "npz, safetensors: the kinds of units of each layer, visible first, as boltz train has"
              + " them (default: bernoulli; below --alphabet, visible ones are potts).")
  private List<String> units = List.of();

  @Option(
      names = "--labels",
      paramLabel = "CLASSES",
      description =
          "npz, safetensors: the last CLASSES visible units are those of a label (default: none).")
  private Integer labels;

  @Option(
      names = "--alphabet",
      paramLabel = "protein|rna|dna|LETTERS",
      description =
          "The letters of sequences in the order of their states (default: for adabmdca, as the"
              + " fields of the first site have them; otherwise rows are no sequences).")
  private String alphabet;

  @Option(names = "--overwrite", description = "Replace RUN if it is a run.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    Optional<String> letters = Optional.ofNullable(alphabet);
    ArrayNames names =
        new ArrayNames(
            weights,
            Optional.ofNullable(visibleBias),
            hiddenBiases,
            Optional.ofNullable(transpose));
    ImportedRun run = new ImportedRun(hadoop(), from, out, format, overwrite);
    if (format == ImportFormat.ADABMDCA) {
      requireNoneOfArrays(names);
      return new ImportAction(run, letters, common.progress()).execute();
    }
    if (labels != null) {
      atLeast(2, "--labels", labels);
    }
    ArrayImportAction.Request request =
        new ArrayImportAction.Request(names, units, labels == null ? 0 : labels, letters);
    return new ArrayImportAction(run, request, common.progress()).execute();
  }

  private void requireNoneOfArrays(ArrayNames names) {
    if (names.areGiven() || transpose != null || !units.isEmpty() || labels != null) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--weights, --visible-bias, --hidden-bias, --transpose, --units and --labels are for --format npz and safetensors, not adabmdca; leave them out, or give the format of %s"
              .formatted(from));
    }
  }
}
