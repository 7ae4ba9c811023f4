package io.boltzspark.jobs.couplings;

import io.boltzspark.evaluation.couplings.Gauge;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz couplings}. */
@Command(
    name = "couplings",
    description = {
      "Ranks pairs of sites by the couplings between them, as CSV with the columns i, j (sites,"
          + " from 1), score and norm, the highest score first. For machines that were trained with"
          + " --lateral visible, with or without hidden units.",
      "Of Potts units, such as those of sequences, norm is the Frobenius norm of the couplings of"
          + " two sites in the zero-sum gauge (--gauge), over the states that are no gap, and score"
          + " is the norm with average-product correction. Of other units score is the magnitude of"
          + " the coupling, which is the fourth column.",
      "With --contacts it reports which share of the first L/5, L/2 and L pairs is close in a"
          + " structure, for L sites.",
      "Couplings that hidden units make between visible ones are not among these; a restricted"
          + " machine has no others and is refused."
    },
    footer = {
      "%nExample:",
      "  boltz prepare --source family.fasta.gz --out data/family",
      "  boltz train --data data/family --out runs/family --dimensions SITES --lateral visible",
      "  boltz couplings --model runs/family --out couplings.csv --picture couplings.png"
    })
public final class CouplingsCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The CSV file to write.")
  private String out;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "Also draw all pairs as a map, in a PNG; with --contacts, these below the" + " diagonal.")
  private String picture;

  @Option(
      names = "--contacts",
      paramLabel = "FILE",
      description =
          "Pairs of sites that are close in a structure: two columns of sites from 1; # begins a"
              + " comment.")
  private String contacts;

  @Option(
      names = "--min-separation",
      paramLabel = "N",
      description =
          "Rank pairs with at least this distance j - i (default: 4 for Potts units, 1 for"
              + " others). The correction takes all pairs.")
  private Integer minSeparation;

  @Option(
      names = "--gauge",
      paramLabel = "zero-sum|lattice-gas|none",
      description =
          "Of Potts units: the gauge of the couplings whose norms are taken (default: zero-sum).")
  private Gauge gauge;

  @Option(
      names = "--with-gap",
      description = "Of Potts units: norms over all states, those of the gap '-' included.")
  private boolean withGap;

  @Option(names = "--overwrite", description = "Replace files that exist.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    if (minSeparation != null) {
      atLeast(1, "--min-separation", minSeparation);
    }
    CouplingsAction.Request request =
        new CouplingsAction.Request(
            model.run(),
            out,
            Optional.ofNullable(picture),
            Optional.ofNullable(contacts),
            minSeparation == null ? OptionalInt.empty() : OptionalInt.of(minSeparation),
            Optional.ofNullable(gauge),
            withGap,
            overwrite);
    return new CouplingsAction(hadoop(), request, common.progress()).execute();
  }
}
