package io.boltzspark.jobs.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.reproduce.Experiment.Figure;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentReaderTest {
  private static final String FILE =
      """
      title = "A title"
      source { authors = "A. Author", title = "Something", year = 2019, where = "https://example.org" }
      published = "In words."
      time = "a minute"
      data { binary = "", grey = "--binarize none" }
      machines = [
        {
          name = one, title = "Machine one", preset = first, data = binary
          train = "--epochs 2", evaluate = "--metrics exact", short = "--k 1"
          figures = [
            { title = "first", monitor = m, published = 2, range = [1, 3], statistic = median-of-5 }
            { title = "second", evaluation = a.b, range = [-3, -2.5] }
          ]
        }
        { name = two, title = "Machine two", preset = first, data = grey }
      ]
      pictures = [
        {
          name = samples, title = "Samples", shows = "Digits."
          command = "sample --model {run} --out {file}", machines = [two]
        }
      ]
      short { train = "--epochs 1" }
      """;

  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  @Test
  void everyKeyIsRead() throws IOException {
    Experiment experiment = read(FILE);
    assertEquals("mine", experiment.name());
    assertEquals("A title", experiment.title());
    assertEquals(
        "A. Author: Something (2019), https://example.org", experiment.source().reference());
    assertEquals(List.of("--binarize", "none"), experiment.data().get("grey").words());
    Machine one = experiment.machines().get(0);
    assertEquals(directory.resolve("presets/first.conf").toString(), one.preset());
    assertEquals(List.of("--metrics", "exact"), one.evaluate().orElseThrow().words());
    assertEquals(List.of("--k", "1"), one.brief().words());
    Figure first = one.figures().get(0);
    assertEquals(new Experiment.Range(1, 3), first.range());
    assertEquals(OptionalDouble.of(2), first.published());
    assertEquals(Statistic.Kind.MEDIAN, first.statistic().kind());
    Figure second = one.figures().get(1);
    assertTrue(second.ofEvaluation());
    assertEquals(OptionalDouble.empty(), second.published());
    assertTrue(experiment.machines().get(1).evaluate().isEmpty());
    assertEquals(List.of("two"), experiment.drawings().get(0).machines());
    assertEquals(List.of("--epochs", "1"), experiment.brief().train().words());
    assertEquals(Words.NONE, experiment.brief().prepare());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "time = | tyme = | unknown key 'tyme'. Did you mean 'time'?",
        "evaluate = | evalute = | unknown key 'machines[0].evalute'. Did you mean 'evaluate'?",
        "monitor = m | moniter = m | unknown key 'machines[0].figures[0].moniter'",
        "authors = \"A. Author\", | '' | source.authors is missing",
        "year = 2019 | year = then | source.year = \"then\" is invalid: expected a year",
        "published = 2, range | published = two, range | published = \"two\" is invalid: expected a"
            + " finite number",
        "range = [1, 3] | range = [3, 1] | range = [3,1] is invalid: expected [low, high]",
        "range = [1, 3] | range = [3, 4] | range = [3,4] is invalid: expected [low, high]",
        "median-of-5 | median-of-6 | is invalid: expected last, median-of-5",
        "'evaluation = a.b, range = [-3, -2.5]' | 'monitor = m' | range is missing",
        "'evaluate = \"--metrics exact\", ' | '' | a key evaluate of the machine",
        "name = two | name = one | a name that no other machine has",
        "name = two | name = ../two | a name of letters",
        "data = grey | data = gray | one of the names in data: binary, grey",
        "preset = first, data = grey | preset = frist, data = grey | preset = \"frist\" is invalid:"
            + " expected the name of a file in conf/presets",
        "machines = [two] | machines = [three] | names of machines: one, two",
        "--model {run} --out {file} | --model {run} | --out {file} in it",
        "--model {run} --out {file} | --out {file} | either {run} or {models}",
        "--epochs 2\" | --epochs 2\\\"\" | a double quote that is not closed",
        "\"--binarize none\" | [none] | options in one text",
      })
  void whatIsWrongIsNamedWithItsFileAndKey(String right, String wrong, String said)
      throws IOException {
    assertTrue(FILE.contains(right), right);
    String file = FILE.replace(right, wrong);
    BoltzException refused = assertThrows(BoltzException.class, () -> read(file));
    assertEquals(ExitCode.BAD_CONFIGURATION, refused.exitCode());
    assertTrue(refused.getMessage().contains(said), refused.getMessage());
    assertTrue(
        refused.getMessage().contains(directory.resolve("reproduce/mine.conf").toString()),
        refused.getMessage());
  }

  @Test
  void machinesAreNeeded() {
    String none = FILE.replaceFirst("(?s)machines = \\[.*?\\n\\]\\n", "machines = []\n");
    BoltzException refused =
        assertThrows(
            BoltzException.class, () -> read(none.replaceFirst("(?s)pictures.*\\]\\n", "")));
    assertTrue(refused.getMessage().contains("at least one machine"), refused.getMessage());
    String left = none.replace("machines = []\n", "");
    refused = assertThrows(BoltzException.class, () -> read(left));
    assertTrue(refused.getMessage().contains("machines is missing"), refused.getMessage());
  }

  @Test
  void anUnknownNameIsRefusedWithTheNearest() throws IOException {
    read(FILE);
    BoltzException refused = assertThrows(BoltzException.class, () -> experiments().read("mina"));
    assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
    assertTrue(refused.getMessage().contains("Did you mean 'mine'?"), refused.getMessage());
  }

  private Experiment read(String content) throws IOException {
    Files.createDirectories(directory.resolve("reproduce"));
    Files.createDirectories(directory.resolve("presets"));
    Files.writeString(directory.resolve("presets/first.conf"), "learning.k = 2\n");
    Files.writeString(directory.resolve("reproduce/mine.conf"), content);
    return experiments().read("mine");
  }

  private Experiments experiments() {
    return Experiments.in(new Configuration(), directory);
  }
}
