package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LastWordTest {
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
}
