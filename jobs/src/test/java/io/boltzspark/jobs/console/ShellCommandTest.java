package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellCommandTest {

  @AfterEach
  void forget() {
    System.clearProperty(ShellCommand.PROPERTY);
  }

  @Test
  void isNamedBoltzWithoutTheLauncher() {
    assertEquals(
        "boltz train --resume --out runs/first",
        ShellCommand.of("train", "--resume", "--out", "runs/first"));
  }

  @Test
  void isNamedAsTheLauncherWasCalled() {
    System.setProperty(ShellCommand.PROPERTY, "./boltz");
    assertEquals("./boltz version", ShellCommand.of("version"));
    System.setProperty(ShellCommand.PROPERTY, "my tools/boltz");
    assertEquals("'my tools/boltz' version", ShellCommand.of("version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "runs/my first", "it's", "$HOME", "a;b", "runs/a@epoch:1", "*"})
  void aShellReadsEachWordUnchanged(String word) throws Exception {
    System.setProperty(ShellCommand.PROPERTY, "printf");
    Process shell = new ProcessBuilder("sh", "-c", ShellCommand.of("[%s]", word)).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor());
    assertEquals("[" + word + "]", output);
  }
}
