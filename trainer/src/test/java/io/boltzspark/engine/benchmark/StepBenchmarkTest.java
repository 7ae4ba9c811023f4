package io.boltzspark.engine.benchmark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.testing.TestSpark;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import scala.Tuple2;

/** Steps that are timed, and their rows. */
class StepBenchmarkTest {
  /** 200 x 100 weights are 80 KB, and so are 100 rows of 200 floats. */
  private static final BoltzmannConfig CONFIG =
      Configs.rbm(200, 100).pcd(1, 100).batchSize(100).optimizer(Configs.adam(0.001)).build();

  private static final int MOST_BYTES = 64 << 10;

  @Test
  void aStepOfRoundsAllocatesLittle() {
    StepBenchmark.Timing timing =
        StepBenchmark.once(
            TestSpark.context(TestSpark.local(2)),
            Trainings.engine(Kind.ROUNDS, 2),
            CONFIG,
            CONFIG,
            BenchmarkRows.drawn(200, 1000),
            1.5);
    assertEquals(2, timing.tasks());
    assertTrue(timing.steps() > 10, timing::toString);
    assertTrue(timing.medianMillis() > 0, timing::toString);
    assertTrue(timing.computingMillis() > 0, timing::toString);
    assertTrue(timing.driverMillis() > 0, timing::toString);
    assertTrue(timing.allocatedBytes() < MOST_BYTES, timing::toString);
  }

  /** Rows of {@code first} are those of the source, one byte for each unit. */
  @Test
  void theFirstRowsAreThoseThatAreTrainedOn() {
    JavaSparkContext spark = TestSpark.context(TestSpark.local(2));
    BenchmarkRows rows = BenchmarkRows.drawn(50, 12);
    List<byte[]> first = rows.first(spark, 9);
    assertEquals(9, first.size());
    for (Tuple2<Long, byte[]> row : rows.source().apply(spark).collect()) {
      if (row._1() < 9) {
        assertArrayEquals(row._2(), first.get(row._1().intValue()));
      }
    }
    assertEquals(12, rows.first(spark, 100).size());
    BenchmarkRows written =
        new BenchmarkRows(
            "floats",
            1,
            RowFormat.FLOAT,
            new VisibleMoments(new double[2], new double[2], 1),
            context ->
                context.parallelizePairs(
                    List.of(new Tuple2<>(0L, new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0}))));
    assertArrayEquals(new byte[] {1, 0}, written.first(spark, 1).get(0));
  }
}
