package io.boltzspark.jobs.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final long SECOND = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long now = Long.MAX_VALUE - SECOND; // nanoTime may overflow at any moment

  @Test
  void plainLinesComeEveryFiveSecondsWithRateAndTimeLeft() {
    Progress progress = progress(false, 80);
    progress.start("training", 1000);
    for (int step = 1; step <= 120; step++) {
      now += SECOND / 10;
      progress.update(step, "epoch 1/10");
    }
    progress.finish("trained");
    assertEquals(
        List.of(
            "training ...",
            "training   5 % 50/1000  10.0 steps/s  1:35 left  epoch 1/10",
            "training  10 % 100/1000  10.0 steps/s  1:30 left  epoch 1/10",
            "trained"),
        text().lines().toList());
  }

  @Test
  void stepsOfAnEarlierPartCountNeitherForTheRateNorForTheTimeLeft() {
    Progress progress = progress(false, 80);
    progress.start("training", 500, 1000);
    for (int step = 501; step <= 550; step++) {
      now += SECOND / 10;
      progress.update(step, "");
    }
    assertEquals(
        "training  55 % 550/1000  10.0 steps/s  0:45 left",
        text().lines().reduce((before, line) -> line).orElseThrow());
  }

  @Test
  void aTerminalShowsOneLineThatFits() {
    Progress progress = progress(true, 40);
    progress.start("training", 100);
    now += SECOND;
    progress.update(50, "a detail that is much too long for the line of this terminal");
    String drawn = text();
    assertFalse(drawn.contains("\n"));
    String last = drawn.substring(drawn.lastIndexOf("\033[K") + 3);
    assertEquals("training  50 % [##########----------] 5", last);
    assertEquals(39, last.length());
    progress.finish("trained");
    assertTrue(text().endsWith("\r\033[Ktrained" + System.lineSeparator()));
  }

  @Test
  void aTerminalIsRedrawnFiveTimesASecondAtMost() {
    Progress progress = progress(true, 80);
    progress.start("training", 1000);
    for (int step = 1; step <= 1000; step++) {
      now += SECOND / 1000;
      progress.update(step, "");
    }
    int redraws = text().split("\r", -1).length - 1;
    assertEquals(5, redraws);
  }

  @Test
  void aNoteKeepsTheBar() {
    Progress progress = progress(true, 80);
    progress.start("training", 10);
    progress.note("a note");
    assertTrue(text().contains("\r\033[Ka note" + System.lineSeparator() + "training   0 %"));
  }

  @Test
  void aLateUpdateAfterTheEndSaysNothing() {
    Progress progress = progress(false, 80);
    progress.start("training", 10);
    progress.finish("trained");
    String before = text();
    now += 60 * SECOND;
    progress.update(10, "");
    assertEquals(before, text());
  }

  @Test
  void theRateForgetsASlowStart() {
    RecentRate rate = new RecentRate(0, 0);
    long time = 0;
    rate.note(time += 100 * SECOND, 1); // a warm-up of 100 s for the first step
    for (int step = 2; step <= 302; step++) {
      rate.note(time += SECOND / 10, step);
    }
    assertEquals(10, rate.stepsPerSecond(), 1e-9);
  }

  @Test
  void timesReadLikeAClock() {
    assertEquals("0:07", ConsoleProgress.time(7.4));
    assertEquals("12:30", ConsoleProgress.time(750));
    assertEquals("3:02:01", ConsoleProgress.time(3 * 3600 + 2 * 60 + 1));
  }

  private Progress progress(boolean terminal, int columns) {
    PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new ConsoleProgress(stream, terminal, columns, () -> now);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
