package io.boltzspark.engine.benchmark;

import io.boltzspark.engine.inference.EvaluationJob;
import io.boltzspark.evaluation.partition.AnnealingPlan;
import io.boltzspark.evaluation.partition.AnnealingSchedule;
import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times annealed importance sampling of a restricted machine in both directions, as in {@code boltz
 * evaluate}, relative to its matrix products alone: at each temperature every chain is multiplied
 * by the weights once upwards and once downwards.
 */
public final class AnnealingBenchmark {
  private static final double WEIGHT = 0.1;
  private static final int WARM_UP_TEMPERATURES = 50;

  private final JavaSparkContext spark;
  private final BoltzmannMachine machine;
  private final float[] parameters;

  /**
   * @param visible number of visible units
   * @param hidden number of hidden units
   */
  public AnnealingBenchmark(JavaSparkContext spark, int visible, int hidden) {
    this.spark = spark;
    this.machine = BoltzmannMachine.bernoulli(List.of(visible, hidden));
    this.parameters = new float[machine.layout().size()];
    RandomStream random = new RandomStream(1, Purpose.WEIGHTS, 0, 0);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = (float) (WEIGHT * random.nextNormal());
    }
  }

  /** Seconds of a whole run from independent units to the machine. */
  public double forwardSeconds(int chains, int temperatures, EvaluationJob.Listener listener) {
    return seconds(chains, temperatures, (job, plan) -> job.annealed(plan, listener));
  }

  /** Seconds of a whole run from the machine to independent units, without its burn-in. */
  public double reverseSeconds(int chains, int temperatures, EvaluationJob.Listener listener) {
    return seconds(chains, temperatures, (job, plan) -> job.reversedFromNoise(plan, 0, listener));
  }

  private interface Run {
    void go(EvaluationJob job, AnnealingPlan plan);
  }

  private double seconds(int chains, int temperatures, Run run) {
    try (EvaluationJob job = new EvaluationJob(spark, machine, parameters)) {
      run.go(job, plan(chains, WARM_UP_TEMPERATURES));
      long start = System.nanoTime();
      run.go(job, plan(chains, temperatures));
      return (System.nanoTime() - start) / 1e9;
    }
  }

  private AnnealingPlan plan(int chains, int temperatures) {
    double[] uniform = {};
    return new AnnealingPlan(
        chains, new AnnealingSchedule(temperatures, AnnealingSchedule.Spacing.DENSE), uniform, 1);
  }

  /**
   * Median milliseconds of only the products of all chains at one temperature, with a thread per
   * core, each with its share of the chains.
   *
   * @param seconds duration of timing, after a warm-up
   */
  public double productsMillis(int chains, int cores, double seconds) {
    int rows = (chains + cores - 1) / cores;
    return ProductTimer.medianMillis(
        cores,
        seconds,
        () -> {
          int n = machine.visible().size();
          int m = machine.layer(1).size();
          Matrix weights = new Matrix(parameters, machine.connections().get(0).offset(), n, m);
          Matrix hidden = Matrix.zeros(rows, m);
          Matrix visible = Matrix.zeros(rows, n);
          IntStream.range(0, rows * m).forEach(i -> hidden.values()[i] = i % 2);
          // Products of products would overflow, so each result is used once.
          Matrix up = Matrix.zeros(rows, m);
          return () -> {
            Blas.multiplyTransposed(hidden, weights, 0f, visible);
            Blas.multiply(visible, weights, 0f, up);
          };
        });
  }
}
