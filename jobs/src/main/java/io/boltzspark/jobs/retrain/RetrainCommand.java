package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code boltz retrain}. */
@Command(
    name = "retrain",
    description = {
      "Reads the data that is new since the last run, in IDX files or Parquet, checks it, trains a"
          + " challenger on all data, compares it with the champion on the same held-out rows, and"
          + " promotes it if it is better by a margin. Suitable for schedulers: a run that died is"
          + " resumed where it stopped, a run that has ended is not repeated, and of two concurrent"
          + " runs one waits for lock.wait or fails.",
      "Writes a record (JSON) and a report (HTML) to REGISTRY/runs/RUN_ID, even if there was"
          + " nothing new or the data was refused. Exit code 0: promoted, kept the champion, or"
          + " nothing to do; 3: data refused; 6: another run is active; 9: the data has drifted."
    },
    footer = {
      "%nExamples:",
      "  boltz retrain --spec conf/retrain/mnist.conf --dry-run",
      "  boltz retrain --spec conf/retrain/mnist.conf",
      "  boltz retrain --spec conf/retrain/mnist.conf --run-id 2026-11-21 --json",
      "%nKeys of the specification (HOCON) with their defaults. settings { ... } takes the"
          + " settings of boltz train:"
    })
public final class RetrainCommand extends JobCommand {
  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "Specification of the retraining (HOCON), such as conf/retrain/mnist.conf.")
  private String specification;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of the run, such as its date: letters, digits, '_', '-' and '.'. A run that"
              + " has ended, even by refusing its data, is reported and not repeated; a run that"
              + " died is resumed. Default: the last run if it died, else a new one named after"
              + " the time in UTC, such as 20261121T020000Z.")
  private String runId;

  @Option(
      names = "--dry-run",
      description = "Show what would be done, and change nothing. Needs Spark only to read tables.")
  private boolean dryRun;

  @Override
  protected String kept() {
    return "finished stages and checkpoints are kept; to resume, run the same command again";
  }

  @Override
  protected ActionResult perform() {
    Configuration hadoop = hadoop();
    RetrainSpec read = SpecReader.read(hadoop, specification);
    Optional<String> id = Optional.ofNullable(runId);
    Optional<RetrainResult> ended = id.flatMap(name -> RetrainAction.ended(hadoop, read, name));
    if (ended.isPresent()) {
      return ended.get();
    }
    if (dryRun) {
      return DryRun.needsSpark(hadoop, read)
          ? withSpark(spark -> DryRun.of(hadoop, read, id, Optional.of(spark)))
          : DryRun.of(hadoop, read, id);
    }
    return withSpark(spark -> new RetrainAction(spark, read, id, common.progress()).execute());
  }
}
