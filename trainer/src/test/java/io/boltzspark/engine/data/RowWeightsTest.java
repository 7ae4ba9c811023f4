package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import io.boltzspark.dataprep.PrepareSequencesAction;
import io.boltzspark.dataprep.WorkProgress;
import io.boltzspark.dataprep.sequences.SequenceOptions;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Columns of weights, in the tables of others and in prepared ones. */
class RowWeightsTest {
  private static final float[][] VALUES = {{0, 0.5f}, {1, 0.25f}, {1, 1}, {0, 0}};
  private static final double[] WEIGHTS = {0.5, 2, 0, 1};

  @TempDir Path directory;
  private static SparkSession spark;
  private int count;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
  }

  private String write(String schema, List<Row> rows) {
    String path = directory.resolve("data-" + count++).toUri().toString();
    spark.createDataFrame(rows, StructType.fromDDL(schema)).repartition(2).write().parquet(path);
    return path;
  }

  /** Rows with these weights in a column of this name and type. */
  private String weighted(String column, Object... weights) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < weights.length; r++) {
      rows.add(RowFactory.create((long) r, List.of(VALUES[r][0], VALUES[r][1]), weights[r]));
    }
    return write("position bigint, v array<float>, " + column, rows);
  }

  private String usual() {
    return weighted("weight double", WEIGHTS[0], WEIGHTS[1], WEIGHTS[2], WEIGHTS[3]);
  }

  @Test
  void meansAndVariancesCountRowsByTheirWeights() {
    TrainingData data = TrainingData.open(spark, usual(), TrainingData.WEIGHT);
    RowWeights weights = data.weights().orElseThrow();
    assertEquals("weight", weights.column());
    assertEquals(3.5 / 4, weights.mean());
    assertEquals(3.5 * 3.5 / 5.25, weights.effective(Part.TRAIN), 1e-15);
    // Units: (0 2 0 0) / 3.5, (0.25 0.5 0 0) / 3.5.
    assertArrayEquals(new double[] {2 / 3.5, 0.75 / 3.5}, data.mean(), 1e-15);
    double second = (0.5 * 0.25 + 2 * 0.0625) / 3.5; // mean of squares
    assertArrayEquals(
        new double[] {2 / 3.5 - 4 / (3.5 * 3.5), second - 0.75 * 0.75 / (3.5 * 3.5)},
        data.variance(),
        1e-15);
    assertArrayEquals(WEIGHTS, data.firstWeights(Part.TRAIN, 10).orElseThrow());
    assertArrayEquals(new double[] {0.5, 2}, data.firstWeights(Part.TRAIN, 2).orElseThrow());
    assertArrayEquals(
        new double[0], data.firstWeights(Part.VALID, 2).orElseThrow(), "there are no such rows");
  }

  @Test
  void noneCountsEveryRowAlikeAndIsOtherData() {
    String path = usual();
    TrainingData data = TrainingData.open(spark, path, TrainingData.NO_WEIGHTS);
    assertTrue(data.weights().isEmpty());
    assertTrue(data.firstWeights(Part.TRAIN, 4).isEmpty());
    assertArrayEquals(new double[] {0.5, 1.75 / 4}, data.mean());
    assertEquals(data.fingerprint(), TrainingData.open(spark, path).fingerprint());
    String with = TrainingData.open(spark, path, TrainingData.WEIGHT).fingerprint();
    assertNotEquals(data.fingerprint(), with);
    String others = weighted("weight double", 0.5, 2.0, 0.0, 1.5);
    assertNotEquals(with, TrainingData.open(spark, others, TrainingData.WEIGHT).fingerprint());
    assertEquals(data.fingerprint(), TrainingData.open(spark, others).fingerprint());
  }

  @Test
  void aColumnOfAnyNameAndKindOfNumber() {
    TrainingData whole = TrainingData.open(spark, weighted("`a b.c` int", 1, 4, 0, 2), "a b.c");
    TrainingData real = TrainingData.open(spark, usual(), TrainingData.WEIGHT);
    assertArrayEquals(real.mean(), whole.mean(), 0);
    String none = weighted("name string", "x", "y");
    assertTrue(TrainingData.open(spark, none, TrainingData.WEIGHT).weights().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"-0.5, -0.5", "NaN, NaN", "Infinity, Infinity", "1e300, 1.0E300", ", null"})
  void anImpossibleWeightIsRefusedWithItsRow(Double weight, String said) {
    refused(
        weighted("weight double", 1.0, 2.0, weight, 1.0),
        TrainingData.WEIGHT,
        "position 2",
        said,
        "column weight",
        "--weight-column none");
  }

  @Test
  void aColumnThatHasNoWeightsIsRefused() {
    refused(weighted("weight string", "1", "1"), TrainingData.WEIGHT, "weight", "type string");
    refused(weighted("weight double", 0.0, 0.0), TrainingData.WEIGHT, "all weights", "are 0");
    refused(usual(), "mass", "no column mass", "weight:double");
  }

  private static void refused(String path, String column, String... said) {
    BoltzException e =
        assertThrows(BoltzException.class, () -> TrainingData.open(spark, path, column));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    for (String part : said) {
      assertTrue(e.getMessage().contains(part), "'" + part + "' is not in: " + e.getMessage());
    }
  }

  @Test
  void categoriesKeepTheirWeights() {
    List<Row> rows =
        List.of(
            RowFactory.create(0L, List.of(0, 2), 3.0f), RowFactory.create(1L, List.of(1, 2), 1.0f));
    TrainingData data =
        TrainingData.open(
            spark, write("position bigint, v array<int>, weight float", rows), "weight");
    assertEquals(3, data.states());
    assertArrayEquals(new double[] {0.75, 0.25, 0, 0, 0, 1}, data.mean());
    assertArrayEquals(new double[] {3, 1}, data.firstWeights(Part.TRAIN, 2).orElseThrow());
  }

  @Test
  void preparedSequencesHaveTheWeightsOfTheirColumn() throws Exception {
    // Ten times the same, and ten that agree with no other in most sites: weights 0.1 and 1.
    StringBuilder text = new StringBuilder();
    for (int s = 0; s < 20; s++) {
      text.append(">s").append(s).append('\n');
      for (int site = 0; site < 10; site++) {
        text.append("ACGU".charAt(s < 10 ? 0 : (s * (site + 3) + site * s / 7 + site) % 4));
      }
      text.append('\n');
    }
    Path source = Files.writeString(directory.resolve("rna.fasta"), text);
    Path out = directory.resolve("prepared");
    new PrepareSequencesAction(
            spark,
            new org.apache.hadoop.fs.Path(source.toUri()),
            new org.apache.hadoop.fs.Path(out.toUri()),
            new PrepareSequencesAction.Settings(
                SequenceOptions.DEFAULTS, OptionalDouble.of(0.9), 0.25, 1, 1, false),
            WorkProgress.SILENT)
        .execute();
    String path = out.toUri().toString();
    TrainingData data = TrainingData.open(spark, path, TrainingData.WEIGHT);
    double sum = 0;
    double squares = 0;
    double[] mean = new double[data.width()];
    for (Row row :
        spark.read().parquet(path + "/train").select("sites", "weight").collectAsList()) {
      double weight = (float) row.getDouble(1); // as it reaches the training
      sum += weight;
      squares += weight * weight;
      byte[] sites = row.getAs(0);
      for (int site = 0; site < sites.length; site++) {
        mean[site * data.states() + sites[site]] += weight;
      }
    }
    for (int i = 0; i < mean.length; i++) {
      assertEquals(mean[i] / sum, data.mean()[i], 1e-12);
    }
    assertFalse(Math.abs(sum - data.rows(Part.TRAIN)) < 1, "weights of 1");
    assertEquals(sum * sum / squares, data.weights().orElseThrow().effective(Part.TRAIN), 1e-9);
    assertEquals(5, data.firstWeights(Part.VALID, 100).orElseThrow().length);
  }

  /**
   * The same rows with equal ones repeated: the distribution in which each counts by its weight.
   */
  @Test
  void theEntropyOfRowsIsThatOfTheRepeatedOnes() {
    TrainingData data =
        TrainingData.open(
            spark,
            write(
                "position bigint, v array<float>, weight double",
                List.of(
                    RowFactory.create(0L, List.of(0f, 1f), 0.3),
                    RowFactory.create(1L, List.of(1f, 1f), 0.2),
                    RowFactory.create(2L, List.of(0f, 1f), 0.5),
                    RowFactory.create(3L, List.of(1f, 0f), 0.0))),
            "weight");
    TrainedModel model =
        new TrainedModel(
            BoltzmannMachine.bernoulli(List.of(2, 1)),
            new float[5],
            Standardisation.identity(2),
            NullNode.getInstance(),
            Optional.empty());
    EvaluationRows rows = new EvaluationRows(TestSpark.context(spark), data, model, 1);
    double expected = -0.8 * Math.log(0.8) - 0.2 * Math.log(0.2);
    assertEquals(expected, rows.empiricalEntropy(Part.TRAIN, 100), 1e-7); // of single precision
    assertArrayEquals(new double[] {0.3f, 0.2f, 0.5f, 0}, rows.weights(Part.TRAIN, 100));
  }
}
