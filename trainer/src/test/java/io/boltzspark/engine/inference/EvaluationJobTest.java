package io.boltzspark.engine.inference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.NullNode;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.ModelSamples;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.evaluation.neighbours.AdversarialAccuracy;
import io.boltzspark.evaluation.neighbours.NearestNeighbours;
import io.boltzspark.evaluation.partition.AnnealingPlan;
import io.boltzspark.evaluation.partition.AnnealingSchedule;
import io.boltzspark.evaluation.partition.AnnealingSchedule.Spacing;
import io.boltzspark.evaluation.partition.ChainWeights;
import io.boltzspark.evaluation.partition.LogPartitionEstimate;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.EnumeratedMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.LocalCluster;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Evaluation on Spark: the same numbers on any executors, and the right ones. */
class EvaluationJobTest {
  private static final int ROWS = 1203;
  private static final int CHAINS = 260;
  private static final int UNITS = PreparedSets.UNITS;
  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(List.of(UNITS, 17));
  private static final float[] PARAMETERS =
      EnumeratedMachine.randomParameters(List.of(UNITS, 17), 0.3, 77);
  private static final AnnealingPlan PLAN =
      new AnnealingPlan(CHAINS, new AnnealingSchedule(120, Spacing.DENSE), new double[0], 5);

  @TempDir static Path directory;
  private static String binary;
  private static String grey;

  @BeforeAll
  static void prepare() {
    SparkSession spark = TestSpark.local(2);
    Path source = PreparedSets.source(directory.resolve("idx"), ROWS);
    binary =
        PreparedSets.prepare(
            spark, source, directory.resolve("binary"), Binarization.THRESHOLD, 3, 0.1);
    grey =
        PreparedSets.prepare(spark, source, directory.resolve("grey"), Binarization.NONE, 2, 0.1);
  }

  @AfterAll
  static void close() {
    TestSpark.close();
  }

  private static TrainedModel model(BoltzmannMachine machine, float[] parameters) {
    return new TrainedModel(
        machine,
        parameters,
        Standardisation.identity(machine.visible().size()),
        NullNode.getInstance(),
        Optional.empty());
  }

  private static EvaluationRows rows(SparkSession spark, String data) {
    return new EvaluationRows(
        TestSpark.context(spark), TrainingData.open(spark, data), model(MACHINE, PARAMETERS), 9);
  }

  private static Matrix start() {
    Matrix start = Matrix.zeros(CHAINS, UNITS);
    for (int i = 0; i < start.values().length; i += 3) {
      start.values()[i] = 1;
    }
    return start;
  }

  /** Every number that an evaluation of the machine and the data can give. */
  private static List<double[]> everything(SparkSession spark) {
    List<double[]> numbers = new ArrayList<>();
    try (EvaluationJob job = new EvaluationJob(TestSpark.context(spark), MACHINE, PARAMETERS)) {
      numbers.add(new double[] {job.exactLogPartition((done, total) -> {})});
      numbers.add(flat(job.annealed(PLAN, (done, total) -> {}).estimate()));
      numbers.add(flat(job.reversedFromNoise(PLAN, 30, (done, total) -> {}).estimate()));
      numbers.add(flat(job.reversedFromData(PLAN, 30, start(), (done, total) -> {}).estimate()));
    }
    for (String data : List.of(binary, grey)) {
      for (RowScores score : RowScores.values()) {
        numbers.add(rows(spark, data).scores(Part.TRAIN, Integer.MAX_VALUE, score));
      }
      numbers.add(new double[] {rows(spark, data).empiricalEntropy(Part.TRAIN, 100)});
      numbers.add(rows(spark, data).nearest(Part.TRAIN, Integer.MAX_VALUE, start()));
    }
    ChainStates samples =
        new SamplingJob(TestSpark.context(spark), MACHINE, PARAMETERS)
            .statesFromNoise(CHAINS, 3, 11);
    samples.layers().forEach(layer -> numbers.add(doubles(layer)));
    Matrix data = rows(spark, binary).first(Part.TRAIN, CHAINS);
    AdversarialAccuracy accuracy =
        new NeighbourJob(TestSpark.context(spark)).adversarialAccuracy(data, samples.visible());
    numbers.add(new double[] {accuracy.data(), accuracy.samples(), accuracy.ties()});
    return numbers;
  }

  private static double[] doubles(Matrix m) {
    float[] values = m.toArray();
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static double[] flat(LogPartitionEstimate e) {
    return new double[] {e.logPartition(), e.lower(), e.upper(), e.effectiveSampleSize()};
  }

  private static void assertSame(List<double[]> expected, List<double[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), actual.get(i), "number " + i);
    }
  }

  @Test
  void coresDecideNoNumber() {
    assertSame(everything(TestSpark.local(1)), everything(TestSpark.local(2)));
  }

  @Test
  @EnabledIfSystemProperty(
      named = "boltz.processes",
      matches = "all",
      disabledReason = "takes a minute: -Dboltz.processes=all")
  void processesDecideNoNumber() {
    assertSame(everything(TestSpark.local(2)), everything(LocalCluster.open(2, Map.of())));
  }

  @Test
  void theEstimatesAgreeWithEnumeration() {
    SparkSession spark = TestSpark.local(2);
    try (EvaluationJob job = new EvaluationJob(TestSpark.context(spark), MACHINE, PARAMETERS)) {
      List<Long> told = new ArrayList<>();
      double exact = job.exactLogPartition((done, total) -> told.add(total - done));
      assertEquals(0, told.get(told.size() - 1), "progress ends at the end");
      AnnealingPlan plan =
          new AnnealingPlan(CHAINS, new AnnealingSchedule(300, Spacing.DENSE), new double[0], 5);
      told.clear();
      for (ChainWeights chains :
          List.of(
              job.annealed(plan, (done, total) -> told.add(total - done)),
              job.reversedFromNoise(plan, 100, (done, total) -> {}),
              job.reversedFromData(plan, 100, start(), (done, total) -> {}))) {
        LogPartitionEstimate estimate = chains.estimate();
        assertTrue(estimate.isReliable(), estimate.toString());
        assertTrue(estimate.lower() <= exact && exact <= estimate.upper(), exact + ": " + estimate);
      }
      assertEquals(0, told.get(told.size() - 1), "progress ends at the end");
    }
  }

  @Test
  void scoresAreThoseOfTheRowsInTheirOrder() {
    SparkSession spark = TestSpark.local(2);
    TrainingData data = TrainingData.open(spark, binary);
    EvaluationRows rows = rows(spark, binary);
    for (int limit : new int[] {1, 499, 501, Integer.MAX_VALUE}) {
      int count = rows.count(Part.TRAIN, limit);
      assertEquals(Math.min(limit, data.rows(Part.TRAIN)), count);
      double[] scores = rows.scores(Part.TRAIN, limit, RowScores.FREE_ENERGY);
      double[] expected = MACHINE.freeEnergy(data.first(Part.TRAIN, count), PARAMETERS);
      // Products of blocks of other sizes may round otherwise: 37 units, sums of 20 terms below 2.
      assertArrayEquals(expected, scores, 37 * 40 * 0x1p-23);
    }
    assertEquals(0, rows.scores(Part.TEST, 10, RowScores.FREE_ENERGY).length);
  }

  @Test
  void theNearestRowsAreThoseOfTheWholePart() {
    SparkSession spark = TestSpark.local(2);
    TrainingData data = TrainingData.open(spark, binary);
    int count = (int) data.rows(Part.TRAIN);
    Matrix all = data.first(Part.TRAIN, count);
    for (int limit : new int[] {1, 499, 501, Integer.MAX_VALUE}) {
      Matrix some = all.rows(0, Math.min(limit, count));
      double[] expected = NearestNeighbours.distances(start(), some, 1);
      // Distances of 0/1 states are exact.
      assertArrayEquals(expected, rows(spark, binary).nearest(Part.TRAIN, limit, start()));
    }
    double[] copies = rows(spark, binary).nearest(Part.TRAIN, count, all.rows(100, 700));
    assertArrayEquals(new double[600], copies, "training rows coincide with training rows");
    for (double distance : rows(spark, binary).nearest(Part.TEST, count, start())) {
      assertEquals(Double.POSITIVE_INFINITY, distance, "there are no test rows");
    }
  }

  @Test
  void theAccuracyIsThatOfOneProcess() {
    SparkSession spark = TestSpark.local(2);
    Matrix data = rows(spark, binary).first(Part.TRAIN, 600);
    SamplingJob sampling = new SamplingJob(TestSpark.context(spark), MACHINE, PARAMETERS);
    Matrix samples = sampling.statesFromNoise(600, 20, 3).visible();
    NeighbourJob job = new NeighbourJob(TestSpark.context(spark));
    assertEquals(AdversarialAccuracy.of(data, samples), job.adversarialAccuracy(data, samples));
    assertEquals(0, job.adversarialAccuracy(data, data).value(), "all copied");
  }

  @Test
  void jointStatesAreModelSamplesSliceBySlice() {
    SamplingJob job = new SamplingJob(TestSpark.context(TestSpark.local(2)), MACHINE, PARAMETERS);
    ChainStates found = job.statesFromNoise(230, 4, 6);
    assertEquals(230, found.chains());
    for (int slice = 0; slice < 3; slice++) {
      RandomStream random = new RandomStream(6, RandomStream.Purpose.SAMPLING, 1, slice);
      int count = slice < 2 ? 100 : 30;
      ChainStates expected = ModelSamples.draw(MACHINE, PARAMETERS, count, 4, random);
      ChainStates mine = found.rows(slice * 100, slice * 100 + count);
      for (int l = 0; l < 2; l++) {
        assertArrayEquals(expected.layer(l).toArray(), mine.layer(l).toArray(), "slice " + slice);
      }
    }
    assertEquals(0, job.statesFromNoise(0, 4, 6).chains());
  }

  @Test
  void greyRowsAreDrawnOnceForAllModelsAndSeeds() {
    SparkSession spark = TestSpark.local(2);
    TrainingData data = TrainingData.open(spark, grey);
    assertTrue(rows(spark, grey).areDrawn());
    assertTrue(!rows(spark, binary).areDrawn());
    TrainedModel model = model(MACHINE, PARAMETERS);
    double[] first =
        new EvaluationRows(TestSpark.context(spark), data, model, 1)
            .scores(Part.TRAIN, 600, RowScores.FREE_ENERGY);
    double[] again =
        new EvaluationRows(TestSpark.context(spark), data, model, 2)
            .scores(Part.TRAIN, 600, RowScores.FREE_ENERGY);
    assertArrayEquals(first, again);
    for (float state : rows(spark, grey).first(Part.TRAIN, 20).toArray()) {
      assertTrue(state == 0 || state == 1);
    }
  }

  @Test
  void theEntropyCountsEqualRows() {
    SparkSession spark = TestSpark.local(2);
    EvaluationRows rows = rows(spark, binary);
    Matrix first = TrainingData.open(spark, binary).first(Part.TRAIN, 200);
    double expected = 0;
    for (int r = 0; r < 200; r++) {
      int equal = 0;
      for (int other = 0; other < 200; other++) {
        equal +=
            Arrays.equals(first.rows(r, r + 1).toArray(), first.rows(other, other + 1).toArray())
                ? 1
                : 0;
      }
      expected -= Math.log(equal / 200.0) / 200;
    }
    assertEquals(expected, rows.empiricalEntropy(Part.TRAIN, 200), 1e-12);
  }

  @Test
  void dataOfAnotherWidthIsRefused() {
    SparkSession spark = TestSpark.local(2);
    BoltzmannMachine other = BoltzmannMachine.bernoulli(List.of(UNITS + 1, 3));
    TrainedModel model = model(other, new float[other.layout().size()]);
    TrainingData data = TrainingData.open(spark, binary);
    BoltzException refused =
        assertThrows(
            BoltzException.class,
            () -> new EvaluationRows(TestSpark.context(spark), data, model, 1));
    assertEquals(ExitCode.BAD_INPUT, refused.exitCode());
    assertTrue(refused.getMessage().contains("20 units per row"), refused.getMessage());
    assertTrue(refused.getMessage().contains("21 visible units"), refused.getMessage());
  }
}
