package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program as a process of its own, with Spark. */
class MainTest {
  @TempDir Path directory;

  @Test
  void anErrorAfterSparkHasStartedKeepsTheContract() throws Exception {
    Path out = directory.resolve("data");
    Outcome outcome =
        Program.start(
                directory,
                "prepare",
                "--source",
                directory.resolve("none").toString(),
                "--out",
                out.toString(),
                "--master",
                "local[1]",
                "--json")
            .end();
    assertEquals(3, outcome.exitCode(), outcome.err());
    // Standard output is the object and nothing else.
    assertEquals(3, outcome.json().get("exit_code").intValue());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertFalse(outcome.err().contains("WARN"), outcome.err());
    assertFalse(Files.exists(out));
  }

  @Test
  void resultsGoToStandardOutputOnly() throws Exception {
    Outcome outcome = Program.start(directory, "version").end();
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.out().startsWith("BoltzSpark 0.1.0"), outcome.out());
    assertEquals("", outcome.err());
  }
}
