package io.boltzspark.jobs.couplings;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz scan}. */
@Command(
    name = "scan",
    description = {
      "Writes how the free energy of a sequence changes with every mutation of one site, as CSV"
          + " with the columns site (from 1), from, to and change, in nats: below 0 for mutations"
          + " that the machine finds likelier, 0 for the letter that is there. Without hidden units"
          + " the free energy is the energy.",
      "For machines that were trained on sequences, without hidden units or with one layer of"
          + " them."
    },
    footer = {
      "%nExample:",
      "  boltz scan --model runs/family --sequence wild-type.fasta --out scan.csv --picture"
          + " scan.png"
    })
public final class ScanCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--sequence",
      required = true,
      paramLabel = "LETTERS|FILE",
      description =
          "The sequence, aligned like the training data: its letters, or a file in FASTA, A3M or"
              + " Stockholm's format, whose first sequence is taken.")
  private String sequence;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The CSV file to write.")
  private String out;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "Also draw all changes as a map, in a PNG.")
  private String picture;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    ScanAction.Request request =
        new ScanAction.Request(model.run(), sequence, out, Optional.ofNullable(picture), overwrite);
    return new ScanAction(hadoop(), request, common.progress()).execute();
  }
}
