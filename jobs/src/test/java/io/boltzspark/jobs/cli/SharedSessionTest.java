package io.boltzspark.jobs.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.BoltzCommandLine;
import io.boltzspark.jobs.spark.SparkSessions;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedSessionTest {
  @TempDir Path directory;

  @Test
  void aCommandStopsItsOwnSessionAndNotThatOfItsProgram() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    SparkSession before = TestSpark.local(2);
    prepare(source, "one");
    assertFalse(before.sparkContext().isStopped());
    assertTrue(SparkSessions.isOneOpen());
    TestSpark.close();
    prepare(source, "two");
    assertFalse(SparkSessions.isOneOpen());
  }

  /** Defaults that commands set for sessions of their own do not enter that of the program. */
  @Test
  void theSettingsOfTheProgramStay() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    SparkSession program = TestSpark.local(2);
    try {
      String partitions = "spark.sql.shuffle.partitions";
      program.conf().set(partitions, "7");
      prepare(source, "one", "--conf", "spark.sql.files.maxRecordsPerFile=50");
      assertEquals("7", program.conf().get(partitions));
      assertEquals("50", program.conf().get("spark.sql.files.maxRecordsPerFile"));
    } finally {
      TestSpark.close();
    }
  }

  private void prepare(Path source, String out, String... more) {
    StringWriter err = new StringWriter();
    String[] words = {
      "prepare",
      "--source",
      source.toString(),
      "--out",
      directory.resolve(out).toString(),
      "--master",
      "local[2]"
    };
    int exitCode =
        BoltzCommandLine.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            Stream.of(words, more).flatMap(Stream::of).toArray(String[]::new));
    assertEquals(0, exitCode, err.toString());
  }
}
