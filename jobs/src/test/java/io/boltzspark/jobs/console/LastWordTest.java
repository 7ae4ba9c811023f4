package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastWordTest {
  private static final String TERMINAL = "boltz.terminal";

  private final List<String> said = new ArrayList<>();

  @AfterEach
  void forget() {
    LastWord.forget();
  }

  @Test
  void isTheCommandsIfThatEndsFirst() {
    LastWord.begin(said::add);
    LastWord.ofCommand(() -> said.add("done"));
    assertFalse(LastWord.ofSignal("INT"));
    assertEquals(List.of("done"), said);
    assertFalse(LastWord.isOfSignal());
  }

  @Test
  void isTheSignalsIfThatComesFirst() throws Exception {
    LastWord.begin(said::add);
    LastWord.keeps(() -> "stages are kept");
    assertTrue(LastWord.ofSignal("INT"));
    assertTrue(LastWord.ofSignal("TERM"), "the end may be asked for again");
    Thread command = new Thread(() -> LastWord.ofCommand(() -> said.add("an error")));
    command.setDaemon(true);
    command.start();
    while (command.getState() != Thread.State.WAITING) {
      Thread.sleep(1);
    }
    assertEquals(List.of("interrupted by SIGINT: stages are kept"), said);
    assertTrue(LastWord.isOfSignal());
    command.interrupt();
  }

  @Test
  void beforeItsWorkACommandHasDoneNothing() {
    LastWord.begin(said::add);
    LastWord.keeps(() -> "of the command before");
    LastWord.ofCommand(() -> {});
    LastWord.begin(said::add);
    assertTrue(LastWord.ofSignal("TERM"));
    assertEquals(
        List.of("interrupted by SIGTERM: nothing was done; run the same command again"), said);
  }

  @Test
  void hasALineOfItsOwnBelowAProgressBar() {
    List<String> lines =
        onTerminal(
            () -> {
              LastWord.begin(System.err::println);
              LastWord.keeps(() -> "stages are kept");
              new ConsoleProgress(System.err, true, 80, () -> 0).start("training", 10);
              LastWord.ofSignal("INT");
            });
    assertEquals(
        List.of(
            "training   0 % [--------------------] 0/10", "interrupted by SIGINT: stages are kept"),
        lines);
  }

  @Test
  void ofAnErrorHasALineOfItsOwnToo() {
    List<String> lines =
        onTerminal(
            () -> {
              LastWord.begin(System.err::println);
              Progress progress = new ConsoleProgress(System.err, true, 80, () -> 0);
              progress.start("training", 10);
              LastWord.ofCommand(() -> System.err.println("boltz: diverged"));
              progress.start("evaluation", 0);
              progress.finish("evaluated");
              LastWord.ofCommand(() -> System.err.println("boltz: no model"));
            });
    assertEquals(
        List.of(
            "training   0 % [--------------------] 0/10",
            "boltz: diverged", "\r\033[Kevaluation\r\033[Kevaluated", "boltz: no model"),
        lines);
  }

  private static List<String> onTerminal(Runnable command) {
    PrintStream before = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    System.setProperty(TERMINAL, "true");
    try {
      StandardError.install();
      command.run();
    } finally {
      System.setErr(before);
      System.clearProperty(TERMINAL);
    }
    return List.of(bytes.toString(StandardCharsets.UTF_8).split("\n"));
  }
}
