package io.boltzspark.engine.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.ModelTables.LabelledScores;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.HiddenMeans;
import io.boltzspark.evaluation.RowFreeEnergy;
import io.boltzspark.files.FileSystems;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.NaiveMachine;
import io.boltzspark.store.TableManifest;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a model makes of rows, on disk and as data again. */
class ModelTablesTest {
  private static final int HIDDEN = 6;
  private static final List<Integer> SHAPE = List.of(MadeRows.WIDTH, HIDDEN);
  private static final float[] PARAMETERS = EnumeratedMachine.randomParameters(SHAPE, 0.3, 41);
  private static final TrainedModel MODEL =
      new TrainedModel(
          BoltzmannMachine.bernoulli(SHAPE),
          PARAMETERS,
          Standardisation.identity(MadeRows.WIDTH),
          MissingNode.getInstance(),
          Optional.empty());

  @TempDir Path directory;

  private static ModelTables tables(SparkSession spark, TrainingData data) {
    return new ModelTables(
        spark, data, new EvaluationRows(TestSpark.context(spark), data, MODEL, 0));
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(directory.resolve(name).toUri());
  }

  /** Features of the parts of made rows, with a manifest; returns the path for {@code --data}. */
  private String write(int cores, boolean grey, String name, long announcedTrain) {
    SparkSession spark = TestSpark.local(cores);
    TrainingData data = new MadeRows(spark, grey);
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      String table = part.directoryName();
      tables(spark, data)
          .writeFeatures(part, new HiddenMeans(1), HIDDEN, "features", path(name + "/" + table));
      rows.put(table, part == Part.TRAIN ? announcedTrain : data.rows(part));
    }
    new TableManifest(TableManifest.Kind.FEATURES, "made features", rows, Map.of("layer", 1L))
        .write(FileSystems.of(new Configuration(), path(name)), path(name));
    return path(name).toString();
  }

  private List<Row> read(String table) {
    return TestSpark.local(2).read().parquet(table).orderBy("position").collectAsList();
  }

  @Test
  void everyRowHasItsIdItsLabelAndItsFeatures() {
    String out = write(2, false, "features", MadeRows.TRAIN);
    MadeRows data = new MadeRows(TestSpark.local(2), false);
    NaiveMachine naive = new NaiveMachine(SHAPE, PARAMETERS);
    for (Part part : List.of(Part.TRAIN, Part.VALID)) {
      List<Row> rows = read(out + "/" + part.directoryName());
      assertEquals(data.rows(part), rows.size());
      assertArrayEquals(
          new String[] {"id", "position", "label", "features"}, rows.get(0).schema().fieldNames());
      for (int r = 0; r < rows.size(); r++) {
        Row row = rows.get(r);
        assertEquals(1000L + r, row.getLong(0));
        assertEquals(r, row.getLong(1));
        assertEquals(r % MadeRows.CLASSES, row.getInt(2));
        double[][][] states = naive.zeros(1);
        byte[] values = data.values(part, r);
        Arrays.setAll(states[0][0], i -> values[i]);
        double[] expected = naive.means(1, states)[0];
        List<Float> found = row.getList(3);
        assertEquals(HIDDEN, found.size());
        for (int j = 0; j < HIDDEN; j++) {
          assertEquals(expected[j], found.get(j), naive.meanError());
        }
      }
    }
  }

  /** Grey rows are drawn, so that random numbers take part. */
  @Test
  void tasksDecideNoBit() {
    List<Row> one = read(write(1, true, "one", MadeRows.TRAIN) + "/train");
    assertEquals(one, read(write(2, true, "two", MadeRows.TRAIN) + "/train"));
  }

  @Test
  void featuresAreDataAgain() {
    String out = write(2, false, "features", MadeRows.TRAIN);
    SparkSession spark = TestSpark.local(2);
    TrainingData data = TrainingData.open(spark, out);
    assertEquals(HIDDEN, data.width());
    assertEquals(MadeRows.TRAIN, data.rows(Part.TRAIN));
    assertEquals(MadeRows.VALID, data.rows(Part.VALID));
    assertEquals(0, data.rows(Part.TEST));
    assertEquals(MadeRows.CLASSES, data.labels());
    assertEquals("made features", data.title());
    assertEquals(0, data.first(Part.TEST, 3).rows());
    assertArrayEquals(new int[] {0, 1, 2, 0}, data.firstLabels(Part.VALID, 4));
    Matrix first = data.first(Part.VALID, 1);
    List<Float> written = read(out + "/valid").get(0).getList(3);
    for (int j = 0; j < HIDDEN; j++) {
      assertEquals(written.get(j), first.get(0, j));
    }
    List<Row> identities = data.identities(Part.VALID).orderBy("position").collectAsList();
    assertEquals(List.of(1004L, 1), List.of(identities.get(4).get(1), identities.get(4).get(2)));
  }

  @Test
  void aTableThatLacksRowsIsRefused() {
    String out = write(2, false, "features", MadeRows.TRAIN + 1);
    BoltzException e =
        assertThrows(BoltzException.class, () -> TrainingData.open(TestSpark.local(2), out));
    assertEquals(ExitCode.BAD_INPUT, e.exitCode());
    assertTrue(e.getMessage().contains("has 52 rows, but its manifest says 53"), e.getMessage());
  }

  @Test
  void scoresAreWrittenAndReadWithTheirLabels() {
    SparkSession spark = TestSpark.local(2);
    MadeRows data = new MadeRows(spark, false);
    ModelTables tables = tables(spark, data);
    tables.writeScores(Part.TRAIN, new RowFreeEnergy(), "free_energy", path("scores"));
    double[] expected =
        new EvaluationRows(TestSpark.context(spark), data, MODEL, 0)
            .scores(Part.TRAIN, MadeRows.TRAIN, new RowFreeEnergy());
    List<Row> rows = read(path("scores").toString());
    for (int r = 0; r < MadeRows.TRAIN; r++) {
      assertEquals(expected[r], rows.get(r).getDouble(3));
    }
    LabelledScores found = tables.readScores("free_energy", path("scores"));
    assertEquals(MadeRows.TRAIN, found.labels().length);
    double[] sorted = expected.clone();
    Arrays.sort(sorted);
    double[] read = found.scores().clone();
    Arrays.sort(read);
    assertArrayEquals(sorted, read);
    assertEquals(18, Arrays.stream(found.labels()).filter(label -> label == 0).count());
  }
}
