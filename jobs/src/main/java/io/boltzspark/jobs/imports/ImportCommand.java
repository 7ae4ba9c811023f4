package io.boltzspark.jobs.imports;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz import}. */
@Command(
    name = "import",
    description = {
      "Makes a run of the parameters that another program has learnt, for all commands that take a"
          + " model: sample, evaluate, couplings, scan, anomaly, export and others. It holds the"
          + " machine and no data, metrics or checkpoints, so that it cannot be resumed; training"
          + " may start from it with --set learning.initialisation.from=RUN.",
      "adabmdca: the text of adabmDCA, and of boltz export --format adabmdca: lines 'J i j a b"
          + " value' and 'h i a value', with sites from 0 and letters, compressed by gzip or not."
          + " The fields h must be there for each letter of each site; couplings J that are absent"
          + " are 0."
    },
    footer = {
      "%nExample:",
      "  boltz import --format adabmdca --from params.dat --out runs/family",
      "  boltz couplings --model runs/family --out couplings.csv"
    })
public final class ImportCommand extends JobCommand {
  @Option(
      names = "--format",
      required = true,
      paramLabel = "adabmdca",
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
      names = "--alphabet",
      paramLabel = "protein|rna|dna|LETTERS",
      description =
          "The letters in the order of their states (default: as the fields of the first site"
              + " have them).")
  private String alphabet;

  @Option(names = "--overwrite", description = "Replace RUN if it is a run.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    ImportAction.Request request =
        new ImportAction.Request(format, from, out, Optional.ofNullable(alphabet), overwrite);
    return new ImportAction(hadoop(), request, common.progress()).execute();
  }
}
