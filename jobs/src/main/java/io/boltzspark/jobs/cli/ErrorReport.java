package io.boltzspark.jobs.cli;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.Causes;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.spark.LibraryFailure;
import io.boltzspark.store.Json;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.fs.FSError;
import org.apache.spark.SparkException;

/**
 * The message and the exit code of an error.
 *
 * @param exitCode one of the documented codes
 * @param message for the user, without stack trace
 */
public record ErrorReport(ExitCode exitCode, String message) {

  /**
   * Reports the first {@link BoltzException} in the chain of causes, even one from a Spark task; a
   * full heap or disk, or a native library that cannot be loaded, as a fault of the environment;
   * otherwise the first cause that is not a wrapper.
   */
  public static ErrorReport of(Throwable error) {
    for (Throwable e : Causes.chain(error)) {
      if (e instanceof BoltzException ours) {
        return new ErrorReport(ours.exitCode(), ours.getMessage());
      }
      if (e instanceof OutOfMemoryError) {
        return new ErrorReport(
            ExitCode.ENVIRONMENT,
            "out of memory (%s); increase it, e.g. with --conf spark.driver.memory=4g for this process or --conf spark.executor.memory=4g for executors"
                .formatted(e.getMessage()));
      }
    }
    Throwable origin = Causes.beneath(error, ErrorReport::isWrapper);
    if (WriteFailure.isFull(error)) {
      return of(WriteFailure.of("a disk is full", Causes.root(error)));
    }
    if (Causes.first(error, FSError.class).isPresent()) {
      return of(WriteFailure.of("a disk failed", Causes.root(error)));
    }
    Optional<BoltzException> library = LibraryFailure.of(error);
    if (library.isPresent()) {
      return of(library.get());
    }
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
