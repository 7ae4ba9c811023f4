package io.boltzspark.jobs.submit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.testing.TestSeed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ShellTextTest {
  private static final String LETTERS = "ab -='\"\\$`*?[]{}()<>|&;!#~%^,.:/\tä\n";

  /** The oracle is a shell: it must see the very words. */
  @Test
  void aShellReadsTheSameWords() throws Exception {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    List<List<String>> groups = new ArrayList<>();
    for (int g = 0; g < 20; g++) {
      List<String> group = new ArrayList<>();
      for (int w = 0; w < 1 + random.nextInt(8); w++) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
          word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        group.add(word.toString());
      }
      groups.add(group);
    }
    List<String> lines = ShellText.lines(Map.of("OF_ITS_OWN", "a b"), "env", print(groups));
    Process shell =
        new ProcessBuilder("sh", "-c", String.join("\n", lines)).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, shell.waitFor(), "seed " + seed + ": " + output);
    List<String> expected = new ArrayList<>(groups.stream().flatMap(List::stream).toList());
    expected.add("a b");
    assertEquals(expected, Arrays.asList(output.split("\0", -1)), "seed " + seed);
  }

  /** A command that prints its words and a variable, each but the last ended by a zero. */
  private static List<List<String>> print(List<List<String>> groups) {
    List<List<String>> all = new ArrayList<>();
    all.add(List.of("sh", "-c", "printf '%s\\0' \"$@\"; printf %s \"$OF_ITS_OWN\"", "sh"));
    all.addAll(groups);
    return all;
  }

  @Test
  void linesAreShortAndGroupsBegin() {
    List<String> words = new ArrayList<>(List.of("train"));
    for (int i = 0; i < 40; i++) {
      words.add("--option" + i);
    }
    List<String> lines =
        ShellText.lines(Map.of("A", "1"), "spark-submit", List.of(List.of("--conf", "x=y"), words));
    assertEquals("A=1 spark-submit \\", lines.get(0));
    assertEquals("  --conf x=y \\", lines.get(1));
    assertTrue(lines.get(2).startsWith("  train --option0 "), lines.get(2));
    assertTrue(lines.stream().allMatch(line -> line.length() <= 102), lines.toString());
  }
}
