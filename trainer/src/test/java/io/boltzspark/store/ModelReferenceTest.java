package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.store.ModelReference.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelReferenceTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/a",
        "s3a://bucket/run",
        "s3a://key@bucket",
        "hdfs://user@host:8020/run",
        "/data/run@v2",
        "run@2",
        "step:3"
      })
  void withoutASelectorItIsARun(String text) {
    assertEquals(new ModelReference(text, Kind.FINAL, 0), ModelReference.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "runs/a@step:1200, runs/a, STEP, 1200",
    "runs/a@epoch:0, runs/a, EPOCH, 0",
    "hdfs://user@host:8020/run@step:3, hdfs://user@host:8020/run, STEP, 3",
    "/data/run@v2@epoch:10, /data/run@v2, EPOCH, 10",
    "a@step:1@step:2, a@step:1, STEP, 2",
    "a@step:9223372036854775807, a, STEP, 9223372036854775807"
  })
  void aSelectorIsSplitOff(String text, String run, Kind kind, long number) {
    ModelReference reference = ModelReference.parse(text);
    assertEquals(new ModelReference(run, kind, number), reference);
    assertEquals(text, reference.toString());
  }

  /** A run may have a name exactly where that name is that of a run. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "runs/a",
        "/data/run@v2",
        "a@b/c",
        "s3a://key@bucket",
        "hdfs://user@host:8020/run",
        "a@step:3",
        "a@epoch:0",
        "/x/a@foo:bar",
        "a@step:",
        "@step:1",
        "a@step:1/b",
        "a@1:2"
      })
  void aNewRunCanBeNamedAfterwards(String text) {
    boolean named;
    try {
      named = ModelReference.parse(text).kind() == Kind.FINAL;
    } catch (BoltzException e) {
      named = false;
    }
    try {
      ModelReference.requireNameable(Paths.of(text));
      assertTrue(named, text);
    } catch (BoltzException e) {
      assertFalse(named, text);
      assertEquals(ExitCode.USAGE, e.exitCode());
      assertTrue(e.getMessage().contains(text) && e.getMessage().contains("--out"));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "a@foo:3, @foo",
    "a@Step:3, @Step",
    "a@step:x, '\"x\"'",
    "a@step:, '\"\"'",
    "a@step:-1, '\"-1\"'",
    "a@step:1.5, '\"1.5\"'",
    "a@epoch:2147483648, '\"2147483648\"'",
    "a@step:9223372036854775808, '\"9223372036854775808\"'",
    "@step:3, names no run",
    "'', names no run"
  })
  void mistakesAreNamed(String text, String part) {
    BoltzException error = assertThrows(BoltzException.class, () -> ModelReference.parse(text));
    assertEquals(ExitCode.USAGE, error.exitCode());
    assertTrue(error.getMessage().contains(part), error.getMessage());
    assertTrue(error.getMessage().contains("\"" + text + "\""), error.getMessage());
  }

  @Test
  void theMessageSaysWhatIsAllowed() {
    String message =
        assertThrows(BoltzException.class, () -> ModelReference.parse("a@foo:3")).getMessage();
    assertTrue(message.contains("@step:N") && message.contains("@epoch:N"), message);
  }
}
