package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on tables that others wrote. */
class OwnTablesTest {
  private static final int ROWS = 24;

  @TempDir static Path directory;
  private static String counts;
  private static String model;

  @BeforeAll
  static void train() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      rows.add(RowFactory.create((long) r, "row" + r, values(r)));
    }
    counts = write("counts", "position bigint, id string, v array<float>", rows);
    model = directory.resolve("run").toString();
    Outcome.json(
        words(
            "train",
            counts,
            "--out",
            model,
            "--dimensions",
            "3,2",
            "--epochs",
            "1",
            "--units",
            "binomial:3,bernoulli",
            "--batch-size",
            "8",
            "--chains",
            "8"));
  }

  /** Different for each row. */
  private static List<Float> values(int r) {
    return List.of(r % 4f, (float) (r / 4 % 4), (float) (r / 16 % 4));
  }

  private static String write(String name, String schema, List<Row> rows) {
    SparkSession spark = TestSpark.local(2);
    String path = directory.resolve(name).toString();
    spark
        .createDataFrame(rows, StructType.fromDDL(schema))
        .write()
        .parquet(directory.resolve(name).toUri().toString());
    return path;
  }

  private static String[] words(String command, String data, String... more) {
    List<String> words = new ArrayList<>(List.of(command, "--data", data));
    words.addAll(List.of(more));
    return words.toArray(new String[0]);
  }

  private static Map<String, Double> energies(String data, String name) throws Exception {
    Path out = directory.resolve(name);
    JsonNode found =
        Outcome.json(words("anomaly", data, "--model", model, "--out", out.toString()));
    assertEquals(ROWS, found.get("rows").get("train").intValue());
    Map<String, Double> energies = new TreeMap<>();
    for (Row row :
        TestSpark.local(2)
            .read()
            .parquet(out.resolve("train").toUri().toString())
            .collectAsList()) {
      energies.put(row.getAs("id"), row.getAs("free_energy"));
    }
    return energies;
  }

  @Test
  void energiesAreThoseOfTheNamedRowsInWhateverOrder() throws Exception {
    List<Row> rows = new ArrayList<>();
    for (int r = ROWS - 1; r >= 0; r--) {
      rows.add(RowFactory.create(values(r), "row" + r));
    }
    String unordered = write("unordered", "v array<float>, id string", rows);
    Map<String, Double> ordered = energies(counts, "ordered-energies");
    assertEquals(ROWS, ordered.size());
    assertEquals(ordered, energies(unordered, "unordered-energies"));
  }

  @Test
  void impossibleRowsAreRefusedByEveryCommand() throws Exception {
    for (float value : new float[] {9, -1}) {
      String bad =
          write(
              "bad" + value,
              "position bigint, v array<float>",
              List.of(
                  RowFactory.create(0L, List.of(0f, 3f, 0f)),
                  RowFactory.create(1L, List.of(0f, 0f, value))));
      List<String> said =
          List.of(
              "the value " + value + " at index 2 of the train row at position 1",
              "binomial",
              "whole numbers from 0 to 3");
      String out = directory.resolve("none").toString();
      for (String command : List.of("anomaly", "features")) {
        Outcome.fails(
            ExitCode.BAD_INPUT, said, words(command, bad, "--model", model, "--out", out));
      }
      Outcome.fails(ExitCode.BAD_INPUT, said, words("evaluate", bad, "--model", model));
      Outcome.fails(
          ExitCode.BAD_INPUT,
          said,
          words(
              "train",
              bad,
              "--out",
              out,
              "--dimensions",
              "3,2",
              "--units",
              "binomial:3,bernoulli"));
      assertFalse(Files.exists(Path.of(out)));
    }
  }

  @Test
  void aMachineWithLabelsNeedsThemInTraining() throws Exception {
    String some =
        write(
            "some",
            "label int, v array<float>",
            List.of(
                RowFactory.create(1, List.of(0f, 1f)),
                RowFactory.create(null, List.of(1f, 1f)),
                RowFactory.create(null, List.of(1f, 0f))));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("2 of the 3 train rows", "have no label", "model.labels = 0"),
        words(
            "train",
            some,
            "--out",
            directory.resolve("no-labels").toString(),
            "--dimensions",
            "2,2",
            "--labels",
            "2"));
  }
}
