package io.boltzspark.jobs.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {
  @Test
  void blanksDivideUnlessInQuotes() {
    assertEquals(List.of(), Words.of("  ").words());
    assertEquals(
        List.of("--source", "my own/files", "--seed", "7"),
        Words.of(" --source \"my own/files\"  --seed 7").words());
    assertEquals(List.of("", "a"), Words.of("\"\" a").words());
  }

  @ParameterizedTest
  @ValueSource(strings = {"--out \"a", "a\"b\"", "\"a\"b", "\"a\"\"b\""})
  void quotesStandAroundWords(String text) {
    assertThrows(IllegalArgumentException.class, () -> Words.of(text));
  }

  @Test
  void aLaterOptionReplacesTheSameWithItsValues() {
    Words base = Words.of("--epochs 20 --set a.b=1 --set a.c=2 --resample --k 1");
    assertEquals(
        List.of("--set", "a.b=1", "--resample", "--k", "1", "--set", "a.c=9", "--epochs=2"),
        base.with(Words.of("--set a.c=9 --epochs=2")).words());
    assertEquals(base, base.with(Words.NONE));
    assertEquals(base, Words.NONE.with(base));
    assertEquals(
        List.of("sample", "--steps", "3"),
        Words.of("sample --steps 100").with(Words.of("--steps 3")).words());
    assertEquals(
        List.of("--set", "k=2"), Words.of("--set=k=1").with(Words.of("--set k=2")).words());
  }

  @Test
  void placeholdersAreFilledInOnceAndBracesInValuesMeanNothing() {
    Placeholders values = new Placeholders("out {run}.png", List.of("a{file}$1\\", "b"), "d");
    assertEquals(
        List.of("denoise", "--model", "a{file}$1\\", "--model", "b", "--out", "out {run}.png"),
        values.fill(List.of("denoise", "{models}", "--out", "{file}")));
    assertEquals(
        List.of("--model", "a{file}$1\\@epoch:10", "--data", "d"),
        values.fill(List.of("--model", "{run}@epoch:10", "--data", "{data}")));
  }
}
