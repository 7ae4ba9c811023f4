package io.boltzspark.jobs.evaluate.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.evaluate.samples.ChainSamples;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.jobs.evaluate.samples.Sampling;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Samples are drawn once, as often as they are asked for, and must be numbers. */
class SampleMetricTest {
  private static JavaSparkContext spark;

  @BeforeAll
  static void open() {
    spark = new JavaSparkContext("local[1]", "tests");
  }

  @AfterAll
  static void close() {
    spark.stop();
  }

  /** Gaussian units on both sides, with weights that multiply every state by 25 a sweep. */
  private static SampleSource diverging(OptionalInt sweeps) {
    List<UnitSpec> layer = List.of(UnitSpec.of(UnitType.GAUSSIAN, 1));
    BoltzmannMachine machine = BoltzmannMachine.of(new MachineSpec(List.of(layer, layer)));
    float[] parameters = new float[machine.layout().size()];
    Arrays.fill(parameters, 0, 1, 5f);
    return new ChainSamples(
        new SamplingJob(spark, machine, parameters), new Sampling(3, sweeps, 0), 1);
  }

  private static Subject subject(SampleSource samples) {
    return new Subject(null, null, null, null, 10, samples, null);
  }

  private static final class Counting extends SampleMetric {
    private int measured;

    Counting() {
      super("counting", FEW_SWEEPS);
    }

    @Override
    void measure(
        Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
      measured++;
      lines.add("finite");
    }
  }

  @Test
  void samplesThatAreNoNumbersAreNotMeasured() {
    Counting metric = new Counting();
    MetricResult few = metric.measure(subject(diverging(OptionalInt.empty())), Progress.silent());
    assertEquals(1, metric.measured, "25 to the power of 10 is a float");
    assertEquals(Map.of("samples", 3, "sweeps", 10), few.json());
    assertTrue(few.warnings().isEmpty());
    MetricResult many = metric.measure(subject(diverging(OptionalInt.of(60))), Progress.silent());
    assertEquals(1, metric.measured, "25 to the power of 60 is none");
    assertTrue(many.lines().isEmpty());
    assertTrue(many.warnings().get(0).contains("60 sweeps"), many.warnings().toString());
    assertTrue(many.warnings().get(0).contains("no counting"), many.warnings().toString());
  }

  @Test
  void samplesAreDrawnOnceForEachNumberOfSweeps() {
    SampleSource usual = diverging(OptionalInt.empty());
    SampleSource.Drawn ten = usual.after(10, Progress.silent());
    assertSame(ten, usual.after(10, Progress.silent()));
    assertEquals(11, usual.after(11, Progress.silent()).sweeps());
    assertFalse(ten.visible().get(0, 0) == usual.after(11, Progress.silent()).visible().get(0, 0));
    assertEquals(4, diverging(OptionalInt.of(4)).after(10, Progress.silent()).sweeps());
  }
}
