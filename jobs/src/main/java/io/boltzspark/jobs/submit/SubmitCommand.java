package io.boltzspark.jobs.submit;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.cli.AllCommands;
import io.boltzspark.jobs.cli.JobCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code boltz submit}. */
@Command(
    name = "submit",
    description = {
      "Prints the call of spark-submit that runs a command on a cluster, ready to be copied into a"
          + " shell; with --run, makes it.",
      "The profile, a file of Spark properties such as those in conf/spark, says what the cluster"
          + " is like. What every run needs and it leaves open is added: one BLAS thread a task,"
          + " and no dynamic allocation, since the tasks of a round run together.",
      "In deploy mode client the driver runs here, and its exit code is the one of this command. In"
          + " deploy mode cluster it runs there, where neither this terminal nor this machine's"
          + " files are: paths must be those of a shared file system, and the exit code is that of"
          + " spark-submit."
    },
    footer = {
      "%nExamples:",
      "  boltz submit --profile conf/spark/yarn.conf train --data hdfs:///mnist --out"
          + " hdfs:///runs/mnist --lanes 8 --batch-size 1000",
      "  boltz submit --run --profile conf/spark/standalone.conf --master spark://HOST:7077 train"
          + " --data hdfs:///mnist --out hdfs:///runs/mnist",
      "  boltz submit --profile conf/spark/kubernetes.conf --master k8s://https://HOST:6443 prepare"
          + " --source s3a://bucket/mnist --out s3a://bucket/mnist-binary"
    })
public final class SubmitCommand extends JobCommand {
  private enum DeployMode {
    CLIENT,
    CLUSTER
  }

  @ParentCommand private AllCommands program;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Spark properties, as spark-submit --properties-file takes them. --deploy-mode wins over"
              + " it, and so do --master and --conf, whether they stand before or after COMMAND.")
  private String profile;

  @Option(
      names = "--deploy-mode",
      paramLabel = "client|cluster",
      description = "Where the driver runs (default: what the profile says, or else client).")
  private DeployMode deployMode;

  @Option(
      names = "--jar",
      paramLabel = "URI",
      description =
          "Where the program is, for a cluster that starts the driver, e.g. hdfs:///apps/boltz.jar"
              + " (default: the jar of this installation; for Kubernetes in deploy mode cluster,"
              + " where conf/kubernetes/Dockerfile puts it).")
  private String jar;

  @Option(
      names = "--run",
      description =
          "Start it, with the spark-submit of $SPARK_HOME. Without SPARK_HOME, masters local[...]"
              + " and spark://... can be submitted to in deploy mode client.")
  private boolean run;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "A command of boltz and its arguments.")
  private List<String> words = new ArrayList<>();

  @Override
  protected ActionResult perform() {
    requireCommand();
    Submission.Request request =
        new Submission.Request(
            Optional.ofNullable(profile).map(Profile::read),
            common.master(),
            Optional.ofNullable(deployMode).map(mode -> mode.name().toLowerCase(Locale.ROOT)),
            common.conf(),
            Optional.ofNullable(jar),
            words);
    SubmitProcess process = new SubmitProcess(Submission.of(request), System.getenv());
    return run ? process.run() : new SubmitProcess.Result(process.shell(), Optional.empty());
  }

  /** What the program would not understand there is refused here. */
  private void requireCommand() {
    if (words.get(0).equals(spec.name())) {
      throw new BoltzException(
          ExitCode.USAGE, "a submission cannot be submitted; give another command");
    }
    program.requireUnderstood(words);
  }
}
