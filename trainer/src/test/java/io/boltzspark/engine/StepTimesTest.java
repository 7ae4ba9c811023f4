package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepTimesTest {
  @TempDir Path directory;

  @Test
  void partsAddUpToTheRounds() {
    SparkSession spark = TestSpark.local(2);
    StepTimes times = new StepTimes(TestSpark.context(spark));
    // Two tasks that computed for 6 and 2 s, of which 3 and 1 s were products.
    for (long nanos : new long[] {3_000_000_000L, 1_000_000_000L}) {
      times.products().add(nanos);
      times.sampling().add(nanos);
    }
    times.roundEnded(9_000_000_000L, 1_000_000_000L, 2);
    // And one that computed nothing.
    times.roundEnded(500_000_000L, 0, 1);
    assertEquals(
        Map.of("products", 2.0, "sampling", 2.0, "driver", 1.0, "exchange", 4.5), times.seconds());
  }

  @Test
  void aTrainingKnowsWhereItsTimeWent() {
    SparkSession spark = TestSpark.local(2);
    TrainingResult result =
        new Trainings(
                spark,
                new MadeRows(spark, false),
                Trainings.config(40, Algorithm.PCD, false, 2, 0.01, 5))
            .into(directory.resolve("rounds"));
    double parts = 0;
    for (String part : TrainingObserver.TIMES) {
      double seconds = result.seconds().get("steps." + part);
      assertTrue(seconds >= 0, part);
      parts += seconds;
    }
    assertTrue(result.seconds().get("steps.products") > 0);
    assertTrue(result.seconds().get("steps.sampling") > 0);
    assertTrue(result.seconds().get("steps.driver") > 0);
    // Both clocks run on the driver, and the one of all steps runs around those of the rounds.
    assertTrue(parts <= result.seconds().get("steps"), result.seconds().toString());
    TrainingResult jobs =
        new Trainings(
                spark,
                new MadeRows(spark, false),
                Trainings.config(40, Algorithm.PCD, false, 2, 0.01, 5))
            .engine(Trainings.engine(EngineConfig.Kind.JOBS, 1))
            .into(directory.resolve("jobs"));
    assertFalse(
        jobs.seconds().containsKey("steps.products"), "one that does not measure says nothing");
    assertEquals(result.modelSha256(), jobs.modelSha256());
  }
}
