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

  private void prepare(Path source, String out) {
    StringWriter err = new StringWriter();
    int exitCode =
        BoltzCommandLine.run(
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true),
            "prepare",
            "--source",
            source.toString(),
            "--out",
            directory.resolve(out).toString(),
            "--master",
            "local[2]");
    assertEquals(0, exitCode, err.toString());
  }
}
