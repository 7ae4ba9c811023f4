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
      "Takes in the data that is new since the last run, checks it, trains a challenger on all"
          + " data, measures it and the champion on the same held-out rows, and makes it the"
          + " champion if it is better by a margin. For schedulers: a run that died is gone on with"
          + " where it died, one that has ended is not done again, and two at once take turns or"
          + " one of them fails, as lock.wait says.",
      "Leaves a record (JSON) and a report (HTML) in REGISTRY/runs/RUN_ID, also when there was"
          + " nothing new or the data was refused. Exit code 0: promoted, kept the champion, or"
          + " nothing to do; 3: data refused; 6: another run is under way; 9: data has drifted."
    },
    footer = {
      "%nExamples:",
      "  boltz retrain --spec conf/retrain/mnist.conf --dry-run",
      "  boltz retrain --spec conf/retrain/mnist.conf",
      "  boltz retrain --spec conf/retrain/mnist.conf --run-id 2026-11-21 --json",
      "%nKeys of the specification (HOCON), with their defaults; settings { ... } besides takes"
          + " those of boltz train:"
    })
public final class RetrainCommand extends JobCommand {
  @Option(
      names = "--spec",
      required = true,
      paramLabel = "FILE",
      description = "What to do (HOCON), such as conf/retrain/mnist.conf.")
  private String specification;

  @Option(
      names = "--run-id",
      paramLabel = "ID",
      description =
          "Name of the run, such as the date that it is for: letters, digits, '_', '-' and '.'. One"
              + " that has ended is reported and not done again, also where it refused its data;"
              + " one that died is gone on with. Without it, the last run if that died, else one"
              + " named after the time in UTC, such as 20261121T020000Z.")
  private String runId;

  @Option(
      names = "--dry-run",
      description = "Say what would be done, and change nothing. Needs no Spark.")
  private boolean dryRun;

  @Override
  protected ActionResult perform() {
    Configuration hadoop = hadoop();
    RetrainSpec read = SpecReader.read(hadoop, specification);
    Optional<String> id = Optional.ofNullable(runId);
    if (dryRun) {
      return DryRun.of(hadoop, read, id);
    }
    Optional<RetrainResult> ended = id.flatMap(name -> RetrainAction.ended(hadoop, read, name));
    if (ended.isPresent()) {
      return ended.get();
    }
    return withSpark(spark -> new RetrainAction(spark, read, id, common.progress()).execute());
  }
}
