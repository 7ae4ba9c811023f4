package io.boltzspark.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
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

  @Test
  void lackOfMemoryIsTheEnvironments() {
    ErrorReport report = ErrorReport.of(new RuntimeException(new OutOfMemoryError("Java heap")));
    assertEquals(ExitCode.ENVIRONMENT, report.exitCode());
    assertTrue(report.message().contains("spark.driver.memory"));
  }
}
