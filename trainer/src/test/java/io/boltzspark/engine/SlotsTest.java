package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.dataprep.Binarization;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Too few slots are found out before work starts, and quickly. */
class SlotsTest {
  private static final BoltzmannConfig ONE_EPOCH =
      Trainings.config(PreparedSets.UNITS, Algorithm.PCD, false, 1, 0.01, 5);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir Path directory;

  private String prepare(SparkSession spark) {
    Path source = PreparedSets.source(directory.resolve("idx"), 50);
    return PreparedSets.prepare(
        spark, source, directory.resolve("data"), Binarization.THRESHOLD, 1, 0);
  }

  @Test
  void moreTasksThanSlots() {
    SparkSession spark = TestSpark.local(2);
    Trainings training = new Trainings(spark, prepare(spark), ONE_EPOCH);
    for (Kind kind : Kind.values()) {
      // Waiting would not end: a local master never gets more slots.
      training.engine(Trainings.engine(kind, 4, 3, Duration.ofDays(1)));
      training.assertRefused(
          ExitCode.ENVIRONMENT, "3 task slots", "local[2] has 2", "engine.tasks", "local[3]");
    }
  }

  @Test
  void asManyTasksAsSlotsButNotMoreThanLanes() {
    SparkSession two = TestSpark.local(2);
    String data = prepare(two);
    Trainings training = new Trainings(two, data, ONE_EPOCH);
    assertEquals(2, training.into(directory.resolve("two")).tasks());
    training.engine(Trainings.engine(Kind.ROUNDS, 1, 0, SHORT));
    assertEquals(1, training.into(directory.resolve("one")).tasks());
  }

  @ParameterizedTest
  @EnumSource
  void aTaskHasAThreadForEachCoreThatItIsGiven(Kind kind) {
    SparkSession one = TestSpark.local(1);
    String data = prepare(one);
    String reference =
        new Trainings(one, data, ONE_EPOCH).into(directory.resolve("one")).modelSha256();
    SparkSession pairs = TestSpark.open("local[4]", Map.of("spark.task.cpus", "2"));
    TrainingResult result =
        new Trainings(pairs, data, ONE_EPOCH)
            .engine(Trainings.engine(kind, 0))
            .into(directory.resolve("pairs"));
    assertEquals(2, result.tasks());
    assertEquals(reference, result.modelSha256());
  }

  @Test
  void dynamicAllocationIsForJobs() {
    SparkSession spark =
        TestSpark.open("local[2]", Map.of("spark.dynamicAllocation.enabled", "true"));
    Trainings training = new Trainings(spark, prepare(spark), ONE_EPOCH);
    training
        .engine(Trainings.engine(Kind.ROUNDS, 0))
        .assertRefused(
            ExitCode.BAD_CONFIGURATION,
            "spark.dynamicAllocation.enabled",
            "engine.kind = rounds",
            "--engine jobs");
    TrainingResult result =
        training.engine(Trainings.engine(Kind.JOBS, 0)).into(directory.resolve("jobs"));
    assertEquals(2, result.step());
  }
}
