package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.store.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;

/**
 * What is said about an error, and what the process ends with.
 *
 * @param exitCode one of the documented codes
 * @param message for the user, without stack trace
 */
public record ErrorReport(ExitCode exitCode, String message) {

  /**
   * Looks through the wrappers: a {@link BoltzException} anywhere in the chain of causes speaks for
   * itself, even out of a Spark task; otherwise the first cause that is not a wrapper does.
   */
  public static ErrorReport of(Throwable error) {
    for (Throwable e : Causes.chain(error)) {
      if (e instanceof BoltzException ours) {
        return new ErrorReport(ours.exitCode(), ours.getMessage());
      }
      if (e instanceof OutOfMemoryError) {
        return new ErrorReport(
            ExitCode.ENVIRONMENT,
            "out of memory (%s); give more: --conf spark.driver.memory=4g for this process, --conf spark.executor.memory=4g for executors"
                .formatted(e.getMessage()));
      }
    }
    Throwable origin = Causes.beneath(error, ErrorReport::isWrapper);
    return new ErrorReport(
        ExitCode.INTERNAL,
        "internal error: %s; run again with --stacktrace and report it".formatted(oneLine(origin)));
  }

  public void print(PrintWriter out, PrintWriter err, boolean json) {
    err.println("boltz: " + message);
    err.flush();
    if (json) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("error", message);
      object.put("exit_code", exitCode.number());
      out.println(Json.line(object));
      out.flush();
    }
  }

  private static boolean isWrapper(Throwable error) {
    return error instanceof SparkException
        || error instanceof ExecutionException
        || error.getClass() == RuntimeException.class;
  }

  private static String oneLine(Throwable error) {
    String message = error.getMessage();
    String first = message == null ? "" : ": " + message.lines().findFirst().orElse("");
    return error.getClass().getSimpleName() + first;
  }
}
