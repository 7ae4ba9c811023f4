package io.boltzspark.jobs.retrain.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "..",
        "../x",
        "a/../../x",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "hdfs://other/x",
        "a:b",
        "-rf",
        ".hidden",
        "a b",
        "a\nb",
        "a\u0000b",
        "%2e%2e%2f",
        "\uff0e\uff0e",
        "n\u00e4chtlich",
        "\u202ereversed",
        "{a,b}",
        "*",
        "~"
      })
  void whatCouldLeadElsewhereIsRefused(String name) {
    BoltzException error =
        assertThrows(
            BoltzException.class, () -> Names.require(name, "--run-id", ExitCode.USAGE), name);
    assertEquals(ExitCode.USAGE, error.exitCode());
    assertEquals(1, error.getMessage().lines().count(), error.getMessage());
    assertThrows(BoltzException.class, () -> Names.version(name));
  }

  @Test
  void lengthIsLimitedAndMessagesStayShort() {
    String longest = "x".repeat(100);
    assertEquals(longest, Names.require(longest, "--run-id", ExitCode.USAGE));
    String message =
        assertThrows(
                BoltzException.class,
                () -> Names.require("x".repeat(1_000_000), "--run-id", ExitCode.USAGE))
            .getMessage();
    assertFalse(message.length() > 400, "a message of " + message.length());
    assertThrows(BoltzException.class, () -> Names.version("1".repeat(1_000_000)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2026-11-21", "20261121T020000Z", "scheduled__2026-11-21", "a.b_c-1"})
  void idsOfSchedulersAreAllowed(String name) {
    assertEquals(name, Names.require(name, "--run-id", ExitCode.USAGE));
  }

  @Test
  void versionsAreNumbers() {
    assertEquals(3, Names.version("v0003"));
    assertEquals(12, Names.version("12"));
    assertEquals("v0012", Names.ofVersion(12));
    for (String wrong : new String[] {"0", "v", "v-1", "1.5", "1234567", "v0003/../v0001"}) {
      assertThrows(BoltzException.class, () -> Names.version(wrong), wrong);
    }
  }
}
