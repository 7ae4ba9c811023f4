package io.boltzspark.jobs.report;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz report}. */
@Command(
    name = "report",
    description = {
      "Writes a self-contained HTML report of a run: model and data, curves of all monitors,"
          + " samples, filters, reconstructions, likelihood, weights, settings and provenance. It"
          + " needs no network access or other files, and is suitable for printing.",
      "Of a generative adversarial network it shows the losses of every step, images of the same"
          + " noise over the epochs, and the layers of both networks.",
      "A run that is still training can be reported, too. Results of boltz evaluate are"
          + " included if there are any."
    },
    footer = {
      "%nExamples:",
      "  boltz report --run runs/first",
      "  boltz report --run runs/deep --compare runs/first --compare runs/second --out deep.html"
    })
public final class ReportCommand extends JobCommand {
  @Option(names = "--run", required = true, paramLabel = "RUN", description = "The run to report.")
  private String run;

  @Option(
      names = "--compare",
      paramLabel = "RUN",
      description = "A run to compare it with. May be repeated.")
  private List<String> compare = new ArrayList<>();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Prepared data whose rows are reconstructed and de-noised (default: the run's own data).")
  private String data;

  @Option(
      names = "--out",
      paramLabel = "HTML",
      description =
          "The file to write (default: report.html in the run, replacing an earlier report).")
  private String out;

  @Option(names = "--overwrite", description = "Replace the --out file if it exists.")
  private boolean overwrite;

  @Override
  protected ActionResult perform() {
    ReportAction.Request request =
        new ReportAction.Request(
            run, compare, Optional.ofNullable(data), Optional.ofNullable(out), overwrite);
    return withSpark(spark -> new ReportAction(spark, request, common.progress()).execute());
  }
}
