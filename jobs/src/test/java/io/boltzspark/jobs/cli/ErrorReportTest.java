package io.boltzspark.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

class ErrorReportTest {

  @Test
  void anErrorForTheUserSpeaksForItselfThroughWrappers() {
    BoltzException ours = new BoltzException(ExitCode.DIVERGED, "diverged at step 7");
    Throwable wrapped =
        new SparkException("Job aborted", new ExecutionException("task", new Error("x", ours)));
    assertEquals(new ErrorReport(ExitCode.DIVERGED, "diverged at step 7"), ErrorReport.of(wrapped));
  }

  @Test
  void theFirstCauseThatIsNoWrapperIsNamed() {
    Throwable wrapped =
        new SparkException(
            "Job aborted due to stage failure",
            new IllegalStateException("the heart of it\nand more", new RuntimeException("deeper")));
    ErrorReport report = ErrorReport.of(wrapped);
    assertEquals(ExitCode.INTERNAL, report.exitCode());
    assertEquals(
        "internal error: IllegalStateException: the heart of it; run again with --stacktrace and"
            + " report it",
        report.message());
  }

  @Test
  void anErrorWithoutMessageIsNamedByItsClass() {
    assertTrue(
        ErrorReport.of(new NullPointerException()).message().contains("NullPointerException"));
    assertFalse(ErrorReport.of(new NullPointerException()).message().contains("null;"));
  }

  @Test
  void aFullDiskIsTheEnvironments() {
    IOException full = new IOException("No space left on device");
    ErrorReport report = ErrorReport.of(new RuntimeException(new UncheckedIOException(full)));
    assertEquals(ExitCode.ENVIRONMENT, report.exitCode());
    assertTrue(report.message().contains("No space left on device (free disk space"));
    // Not every path with such a word is of a full disk.
    IOException other = new FileNotFoundException("/data/quota/file");
    assertEquals(ExitCode.INTERNAL, ErrorReport.of(other).exitCode());
  }

  /** As an executor's task fails whose temporary directory is mounted noexec. */
  @Test
  void aLibraryThatATaskCannotLoadIsTheEnvironments() {
    String file = "/exec tmp/libzstd-jni-1.so";
    String said = file + ": " + file + ": failed to map segment from shared object";
    Throwable first = new UnsatisfiedLinkError(said);
    Throwable later =
        new NoClassDefFoundError("Could not initialize class com.github.luben.zstd.Zstd")
            .initCause(
                new ExceptionInInitializerError(
                    "Exception java.lang.UnsatisfiedLinkError: " + said + " [in thread \"Task\"]"));
    for (Throwable error :
        List.of(
            first,
            new SparkException("Job aborted", new ExecutionException(first)),
            new SparkException("Job aborted", later),
            // Where the exception itself cannot be sent to the driver.
            new SparkException("Job aborted: Lost task 0.0: " + first + "\n\tat A.b"))) {
      ErrorReport report = ErrorReport.of(error);
      assertEquals(ExitCode.ENVIRONMENT, report.exitCode(), report.message());
      String expected = "native library from /exec tmp (" + said + ");";
      assertTrue(report.message().contains(expected), report.message());
      String remedy = "--conf spark.executor.extraJavaOptions=-Djava.io.tmpdir=DIR";
      assertTrue(report.message().contains(remedy), report.message());
    }
  }

  @Test
  void aLibraryThatCannotBeUnpackedIsTheEnvironments() {
    String said = "Cannot unpack libzstd-jni-1.5.7: No such file or directory";
    ErrorReport report =
        ErrorReport.of(new SparkException("x", new ExceptionInInitializerError(said)));
    assertEquals(ExitCode.ENVIRONMENT, report.exitCode(), report.message());
    assertTrue(
        report.message().contains("its temporary directory (" + said + ");"), report.message());
  }

  @Test
  void lackOfMemoryIsTheEnvironments() {
    ErrorReport report = ErrorReport.of(new RuntimeException(new OutOfMemoryError("Java heap")));
    assertEquals(ExitCode.ENVIRONMENT, report.exitCode());
    assertTrue(report.message().contains("spark.driver.memory"));
  }
}
