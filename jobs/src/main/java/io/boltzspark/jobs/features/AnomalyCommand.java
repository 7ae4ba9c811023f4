package io.boltzspark.jobs.features;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.IdentityOptions;
import io.boltzspark.jobs.cli.JobCommand;
import io.boltzspark.jobs.cli.ModelOption;
import io.boltzspark.store.TableManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code boltz anomaly}. */
@Command(
    name = "anomaly",
    description = {
      "Writes how unlikely every row is to a machine: its free energy, which is minus its"
          + " log-likelihood up to a constant (an upper bound with more than one hidden layer), as"
          + " Parquet with the columns id, position, label and free_energy. High values are odd."
          + " Columns of numbers, texts and times that a table of your own has are copied beside"
          + " them, so a name or id of any type tells whose row it is.",
      "With real-valued visible units (gaussian, rectified) the free energy is that of standardised"
          + " values. In the data's own units the log-likelihood of a row is log_jacobian -"
          + " free_energy - log Z, with log_jacobian (minus the sum of the logarithms of the"
          + " scales) from the result of --json or free_energy.json in DIR, and log Z from boltz"
          + " evaluate. For other units log_jacobian is 0.",
      "With --odd-labels it also reports how well the free energy separates rows with these labels"
          + " from the others: the area under the ROC curve, that is the probability that an odd"
          + " row has the higher free energy, and its standard error. 0.5 is guessing."
    },
    footer = {
      "%nFind the threes among the test rows with a machine that has never seen a 3:",
      "  boltz prepare --out data/no-threes --without-labels 3",
      "  boltz train --data data/no-threes --out runs/no-threes",
      "  boltz anomaly --model runs/no-threes --data data/no-threes --out data/energies"
          + " --odd-labels 3"
    })
public final class AnomalyCommand extends JobCommand {
  @Mixin private ModelOption model;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "Data like the training data of the model.")
  private String data;

  @Mixin private IdentityOptions table;

  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory to write.")
  private String out;

  @Option(
      names = "--odd-labels",
      split = ",",
      paramLabel = "LABEL",
      description = "Labels of the rows that should stand out, e.g. 3,5.")
  private List<Integer> oddLabels = new ArrayList<>();

  @Option(names = "--overwrite", description = "Replace DIR if it exists and holds free energies.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    oddLabels.forEach(label -> atLeast(0, "--odd-labels", label));
    AnomalyAction.Request request =
        new AnomalyAction.Request(
            model.run(),
            table.beside(data, TableManifest.Kind.FREE_ENERGIES.column()),
            out,
            new TreeSet<>(oddLabels),
            overwrite);
    return withSpark(spark -> new AnomalyAction(spark, request, common.progress()).execute());
  }
}
