package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a table whose columns have other names than usual. */
class DataColumnsTest {
  private static final int ROWS = 24;

  @TempDir static Path directory;
  private static String table;
  private static String run;

  /** Of every four rows two are for training, one for validation and one for testing. */
  @BeforeAll
  static void train() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      List<Float> values = List.of(r % 2 == 0 ? 1f : 0f, r % 3 == 0 ? 1f : 0f);
      String fold = r % 4 < 2 ? "train" : r % 4 == 2 ? "valid" : "test";
      rows.add(RowFactory.create(values, r % 2, fold, "row" + r, List.of("a", "b" + r)));
    }
    table = directory.resolve("table").toString();
    TestSpark.local(2)
        .createDataFrame(
            rows,
            StructType.fromDDL(
                "v array<float>, digit int, fold string, name string, tags array<string>"))
        .coalesce(1)
        .write()
        .parquet(directory.resolve("table").toUri().toString());
    run = directory.resolve("run").toString();
    Outcome.json(
        words("train", "--data", table, "--out", run, "--label-column", "digit", "--labels", "2"));
  }

  private static String[] words(String command, String... more) {
    List<String> words = new ArrayList<>(List.of(command));
    words.addAll(Arrays.asList(more));
    if (command.equals("train") && !words.contains("--resume")) {
      words.addAll(List.of("--dimensions", "2,2", "--epochs", "1"));
      words.addAll(List.of("--batch-size", "4", "--chains", "4"));
      if (!words.contains("--valid-fraction")) {
        words.addAll(List.of("--split", "fold"));
      }
    }
    return words.toArray(new String[0]);
  }

  private static List<Row> rowsOf(Path table) {
    return TestSpark.local(2).read().parquet(table.toUri().toString()).collectAsList();
  }

  @Test
  void theDataOfTrainingIsReadAsInTraining() throws Exception {
    JsonNode valid =
        Outcome.json(words("classify", "--model", run, "--data", table, "--part", "valid"));
    assertEquals(ROWS / 4, valid.get("rows").longValue());
    JsonNode evaluated = Outcome.json(words("evaluate", "--model", run, "--metrics", "exact"));
    for (String part : List.of("train", "valid", "test")) {
      assertTrue(evaluated.toString().contains("\"" + part + "\""), evaluated.toString());
    }
  }

  @Test
  void namesOfRowsGoWithThemInTheOrderOfTheFile() throws Exception {
    Path out = directory.resolve("energies");
    String[] ids = {"--id", "name", "--id", "tags"};
    JsonNode found =
        Outcome.json(
            words(
                "anomaly",
                "--model",
                run,
                "--data",
                table,
                "--out",
                out.toString(),
                ids[0],
                ids[1],
                ids[2],
                ids[3]));
    assertEquals(ROWS / 2, found.get("rows").get("train").intValue());
    List<Row> tests = rowsOf(out.resolve("test"));
    assertEquals(
        List.of("id", "position", "label", "name", "tags", "free_energy"),
        List.of(tests.get(0).schema().fieldNames()));
    for (int i = 0; i < ROWS / 4; i++) {
      int r = 4 * i + 3;
      assertEquals("row" + r, tests.get(i).getAs("name"));
      assertEquals(r, tests.get(i).<Long>getAs("id"));
      assertEquals(r % 2, tests.get(i).<Integer>getAs("label"));
      assertEquals(List.of("a", "b" + r), tests.get(i).getList(4));
    }
  }

  @Test
  void aColumnOfTheResultIsNoneOfTheTable() throws Exception {
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--id Free_Energy", "the result has a column free_energy"),
        words("anomaly", "--model", run, "--data", table, "--out", "x", "--id", "Free_Energy"));
  }

  @Test
  void otherWordsForPartsAreRefused() throws Exception {
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("the column name", "'row0'", "train, training, valid", "--split none"),
        words("anomaly", "--model", run, "--data", table, "--out", "x", "--split", "name"));
  }

  @Test
  void aShareIsHeldOutAndHeldOutAgain() throws Exception {
    String shared = directory.resolve("shared").toString();
    JsonNode trained =
        Outcome.json(words("train", "--data", table, "--out", shared, "--valid-fraction", "0.25"));
    String config = Files.readString(Path.of(shared).resolve("config.conf"));
    assertTrue(config.contains("valid-fraction=0.25"), config);
    JsonNode resumed = Outcome.json(words("train", "--resume", "--out", shared));
    assertTrue(resumed.get("ended_before").booleanValue());
    assertEquals(trained.get("model_sha256"), resumed.get("model_sha256"));
  }

  /** Of the training rows themselves, results would look like those of new rows. */
  @Test
  void testRowsAreElsewhere() throws Exception {
    String[] training = {"train", "--data", table, "--out", "x", "--split", "none", "--test"};
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("--test", "is the table of the training rows", "--valid-fraction"),
        with(training, Path.of(table).toUri().toString()));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--test", "nowhere does not exist"),
        with(training, directory.resolve("nowhere").toString()));
    Path prepared = Files.createDirectory(directory.resolve("prepared"));
    Files.createFile(prepared.resolve("manifest.json"));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("--test", "prepared was written by boltz", "tables of your own"),
        with(training, prepared.toString()));
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @Test
  void resumingWithAnotherSettingNamesIt() throws Exception {
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of(
            "learning.optimizer.learning-rate = ",
            "not 0.1 (--learning-rate)",
            "learning.initialisation.from="),
        words("train", "--resume", "--out", run, "--learning-rate", "0.1"));
    Outcome.fails(
        ExitCode.BAD_CONFIGURATION,
        List.of("learning-rate = \"0,1\" (--learning-rate)", "larger than 0", "comma: 0.1"),
        words("train", "--resume", "--out", run, "--learning-rate", "0,1"));
  }

  @Test
  void aFileOfAnotherFormat() throws Exception {
    Outcome.fails(
        ExitCode.USAGE,
        List.of("model.onnx", "--format npz", ".npz", "--format onnx"),
        words("export", "--model", run, "--format", "npz", "--out", "model.onnx"));
  }
}
