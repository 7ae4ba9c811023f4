package io.boltzspark.jobs;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.cli.CommonOptions;
import io.boltzspark.jobs.console.Interruption;
import io.boltzspark.jobs.console.StandardError;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The main class, for the launcher and for {@code spark-submit}. */
public final class Main {

  /** Says at every start what the project's own log says better; kept, since loggers are weak. */
  private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

  private static final String FULL_LOG_PATTERN = "%d{HH:mm:ss} %-5p %c: %m%n%ex";

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    StandardOutput standardOutput = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    StandardError.install();
    PrintWriter out = new PrintWriter(standardOutput, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    // Whatever a library prints is not a result.
    System.setOut(System.err);
    NETLIB.setLevel(Level.WARNING);
    // As conf/jvm.options has it, which spark-submit does not read. Pictures need no screen.
    System.setProperty("java.awt.headless", "true");
    if (Arrays.asList(arguments).contains(CommonOptions.STACKTRACE)) {
      // Before the first logger is made: conf/log4j2.properties reads it.
      System.setProperty("boltz.log.pattern", FULL_LOG_PATTERN);
    }
    OwnLogging.useUnlessNamed();
    BoltzCommandLine.begin(out, err, arguments);
    Interruption.install();
    int exitCode = BoltzCommandLine.run(out, err, arguments);
    if (exitCode == 0 && standardOutput.failure().isPresent()) {
      err.println(
          "boltz: cannot write the result to standard output: " + standardOutput.failure().get());
      exitCode = ExitCode.ENVIRONMENT.number();
    }
    // On a cluster's own driver (deploy mode "cluster") an exit, even with 0, counts as a failure.
    boolean clusterDriver = "cluster".equals(System.getProperty("spark.submit.deployMode"));
    if (exitCode != 0 || !clusterDriver) {
      System.exit(exitCode);
    }
  }
}
