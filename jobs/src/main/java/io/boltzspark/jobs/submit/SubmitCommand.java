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
      "Prints the spark-submit call that runs a command on a cluster, ready to paste into a"
          + " shell. With --run, runs it.",
      "The profile describes the cluster: a file of Spark properties, such as those in"
          + " conf/spark. Required properties that it does not set are added: one BLAS thread per"
          + " task, and no dynamic allocation, since the tasks of a round run together.",
      "In deploy mode client the driver runs on this machine, and this command exits with"
          + " its exit code. In deploy mode cluster the driver runs in the cluster without access"
          + " to this terminal or to local files: paths must be on a shared file system, and the"
          + " exit code is that of spark-submit."
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
          "File of Spark properties, in the format of spark-submit --properties-file."
              + " --deploy-mode, --master and --conf take precedence over it; the last two may be"
              + " given before or after COMMAND.")
  private String profile;

  @Option(
      names = "--deploy-mode",
      paramLabel = "client|cluster",
      description = "Where the driver runs (default: as in the profile, else client).")
  private DeployMode deployMode;

  @Option(
      names = "--jar",
      paramLabel = "URI",
      description =
          "Location of the program for a cluster that starts the driver, e.g."
              + " hdfs:///apps/boltz.jar (default: the jar of this installation; for Kubernetes in"
              + " deploy mode cluster, the jar in the image of conf/kubernetes/Dockerfile).")
  private String jar;

  @Option(
      names = "--run",
      description =
          "Run the call with the spark-submit of $SPARK_HOME. Without SPARK_HOME, only"
              + " masters local[...] and spark://... in deploy mode client are supported.")
  private boolean run;

  @Parameters(
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "A boltz command and its arguments.")
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

  /** Rejects here what the program would reject on the cluster. */
  private void requireCommand() {
    if (words.get(0).equals(spec.name())) {
      throw new BoltzException(ExitCode.USAGE, "submit cannot submit itself; give another command");
    }
    program.requireUnderstood(words);
  }
}
