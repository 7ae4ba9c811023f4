package io.boltzspark.engine.benchmark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.engine.EngineConfig.Kind;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.testing.TestSpark;
import org.junit.jupiter.api.Test;

/** A step allocates neither a model nor a minibatch. */
class StepBenchmarkTest {
  /** 200 x 100 weights are 80 KB, and so are 100 rows of 200 floats. */
  private static final BoltzmannConfig CONFIG =
      Configs.rbm(200, 100).pcd(1, 100).batchSize(100).optimizer(Configs.adam(0.001)).build();

  private static final int MOST_BYTES = 64 << 10;

  @Test
  void aStepOfRoundsAllocatesLittle() {
    StepBenchmark benchmark = new StepBenchmark(TestSpark.context(TestSpark.local(2)));
    StepBenchmark.Timing timing =
        benchmark.measure(
            Trainings.engine(Kind.ROUNDS, 2), CONFIG, BenchmarkRows.drawn(200, 1000), 1.5);
    assertEquals(2, timing.tasks());
    assertTrue(timing.steps() > 10, timing::toString);
    assertTrue(timing.medianMillis() > 0, timing::toString);
    assertTrue(timing.computingMillis() > 0, timing::toString);
    assertTrue(timing.driverMillis() > 0, timing::toString);
    assertTrue(timing.allocatedBytes() < MOST_BYTES, timing::toString);
  }
}
