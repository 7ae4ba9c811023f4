package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.testing.Slow;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The contract of both engines within one process: cores, tasks, engine and the files of the data
 * decide no byte of the model. The tests are ordered so that each session is started once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SameBytesTest {

  /** What is trained. */
  private enum Case {
    /** Last minibatch of 2 rows: fewer than lanes, so two lanes have none. */
    PERSISTENT(302, Binarization.THRESHOLD, Trainings.config(Algorithm.PCD, false)),
    /** Last minibatch of 10 rows, which four lanes share unequally; chains as many as rows. */
    CONTRASTIVE(310, Binarization.SAMPLE, Trainings.config(Algorithm.CD, false)),
    /** Whole minibatches only, drawn afresh from grey values. */
    RESAMPLED(300, Binarization.NONE, Trainings.config(Algorithm.PCD, true)),
    /** Grey values as they are. */
    GREY(310, Binarization.NONE, Trainings.config(Algorithm.CD, false));

    private final int rows;
    private final Binarization binarization;
    private final BoltzmannConfig training;

    Case(int rows, Binarization binarization, BoltzmannConfig training) {
      this.rows = rows;
      this.binarization = binarization;
      this.training = training;
    }
  }

  @TempDir static Path directory;
  private static final Map<Case, String> DATA = new EnumMap<>(Case.class);
  private static final Map<Case, String> REFERENCE = new EnumMap<>(Case.class);
  private static final AtomicInteger RUNS = new AtomicInteger();

  @BeforeAll
  static void trainOnOneThread() {
    SparkSession one = TestSpark.local(1);
    for (Case c : Case.values()) {
      DATA.put(c, prepare(one, c, 3));
      REFERENCE.put(c, train(one, c, DATA.get(c), Trainings.engine(Kind.ROUNDS, 1)));
    }
  }

  private static String prepare(SparkSession spark, Case c, int shards) {
    Path source = PreparedSets.source(directory.resolve("idx-" + c.rows), c.rows);
    Path out = directory.resolve(c + "-" + shards);
    return PreparedSets.prepare(spark, source, out, c.binarization, shards, 0);
  }

  private static Path newRun() {
    return directory.resolve("run-" + RUNS.incrementAndGet());
  }

  private static String train(SparkSession spark, Case c, String data, EngineConfig engine) {
    return new Trainings(spark, data, c.training).engine(engine).into(newRun()).modelSha256();
  }

  @Test
  @Order(1)
  void theHashTellsModelsApart() {
    assertEquals(Case.values().length, new HashSet<>(REFERENCE.values()).size());
    SparkSession one = TestSpark.local(1);
    BoltzmannConfig otherSeed =
        Trainings.config(PreparedSets.UNITS, Algorithm.PCD, false, 3, 0.01, 6);
    String data = DATA.get(Case.PERSISTENT);
    assertNotEquals(
        REFERENCE.get(Case.PERSISTENT),
        new Trainings(one, data, otherSeed).into(newRun()).modelSha256());
  }

  @ParameterizedTest
  @Order(2)
  @CsvSource({"0, JOBS, 1, 1", "1, ROUNDS, 2, 0", "2, JOBS, 2, 0"})
  void coresAndEngineDecideNoByte(int way, Kind kind, int cores, int tasks) {
    check(way, TestSpark.local(cores), Trainings.engine(kind, tasks));
  }

  @Test
  @Order(3)
  void theFilesOfTheDataDecideNoByte() {
    SparkSession two = TestSpark.local(2);
    for (int shards : new int[] {1, 7}) {
      Case c = Case.PERSISTENT;
      String data = prepare(two, c, shards);
      String sha = train(two, c, data, Trainings.engine(Kind.ROUNDS, 0));
      assertEquals(REFERENCE.get(c), sha, shards + " shards");
    }
  }

  @ParameterizedTest
  @Order(4)
  @CsvSource({"3, ROUNDS, 1", "4, ROUNDS, 3", "5, JOBS, 3"})
  void tasksDecideNoByte(int way, Kind kind, int tasks) {
    check(way, TestSpark.local(4), Trainings.engine(kind, tasks));
  }

  /** Of each way every second case, so that each case meets three ways and both engines. */
  private static List<Case> cases(int way) {
    List<Case> all = List.of(Case.values());
    return Slow.or(all, all.stream().filter(c -> (c.ordinal() + way) % 2 == 0).toList());
  }

  private static void check(int way, SparkSession spark, EngineConfig engine) {
    for (Case c : cases(way)) {
      assertEquals(REFERENCE.get(c), train(spark, c, DATA.get(c), engine), c.toString());
    }
  }
}
