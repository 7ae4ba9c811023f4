package io.boltzspark.engine.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Initialisation;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.Engine;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.Session;
import io.boltzspark.engine.StepListener;
import io.boltzspark.engine.TrainingJob;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.Ascent;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Times the steps of the engine used for training, on a machine in the state of training: two
 * epochs come before, because how long sparse products take depends on how many units are on and
 * how many change.
 */
public final class StepBenchmark {
  private static final int MOST_STEPS = 1 << 20;
  private static final int WARM_EPOCHS = 2;

  private final JavaSparkContext spark;

  public StepBenchmark(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * The measurements.
   *
   * @param medianMillis median time of a step
   * @param meanMillis mean time of a step, to compare with the means below
   * @param steps number of timed steps
   * @param allocatedBytes bytes allocated per step by all threads of this process
   * @param tasks number of tasks that shared the lanes
   * @param threads number of threads of all these tasks
   * @param computingMillis time per step in which a task computed its lanes' statistics; mean over
   *     tasks and steps, 0 if the engine does not measure it
   * @param driverMillis time per step in which the driver merged them and made the step; likewise
   * @param rowsOn share of the rows' values that are 1
   * @param chains the states of the chains at the end
   */
  public record Timing(
      double medianMillis,
      double meanMillis,
      int steps,
      double allocatedBytes,
      int tasks,
      int threads,
      double computingMillis,
      double driverMillis,
      double rowsOn,
      ChainShares chains) {}

  /**
   * @param rows training rows, as wide as the machine's visible layer
   * @param seconds duration of timing, after a warm-up of two epochs, and of at least half that
   *     time, in a separate round
   */
  public Timing measure(
      EngineConfig config, BoltzmannConfig training, BenchmarkRows rows, double seconds) {
    EpochPlan plan = new EpochPlan(rows.count(), training.batchSize(), new Lanes(config.lanes()));
    VisibleMoments moments = rows.moments();
    LikelihoodProgram program = program(training, plan, rows);
    TrainingJob job = new TrainingJob(program, plan, training.seed(), UUID.randomUUID().toString());
    BoltzmannMachine machine = program.machine();
    float[] parameters = Initialisation.parameters(machine, training, moments);
    Matrix none = Matrix.zeros(0, machine.visible().size());
    byte[] chains =
        Initialisation.chains(machine, training, plan.lanes(), parameters, moments, none, 0);
    try (Session session =
            Session.open(
                spark, config, plan, program.rowBytes(), () -> rows.source().apply(spark));
        Engine engine = session.engine(job)) {
      Learner learner = session.learner(job, parameters);
      long begin = System.nanoTime();
      byte[] warm =
          engine.run(
              learner,
              chains,
              Long.MAX_VALUE,
              "warm-up",
              steps ->
                  steps >= WARM_EPOCHS * plan.steps()
                      && System.nanoTime() - begin > seconds / 2 * 1e9);
      Map<String, Double> before = engine.seconds();
      long warmSteps = learner.step();
      Stopwatch watch = new Stopwatch(seconds);
      byte[] last = engine.run(learner, warm, Long.MAX_VALUE, "benchmark", watch);
      Map<String, Double> after = engine.seconds();
      double millis = 1000.0 / (learner.step() - warmSteps);
      return watch.timing(
          engine.tasks(),
          session.taskThreads(),
          millis * (grown("products", before, after) + grown("sampling", before, after)),
          millis * grown("driver", before, after),
          rows.share(),
          ChainShares.of(machine, training, learner.parameters(), last));
    }
  }

  /** An endless training at a constant rate, on binary rows. */
  private static LikelihoodProgram program(
      BoltzmannConfig training, EpochPlan plan, BenchmarkRows rows) {
    MachineSpec spec = training.model().spec();
    BoltzmannMachine machine = BoltzmannMachine.of(spec);
    int units = machine.visible().size();
    return new LikelihoodProgram(
        spec,
        training,
        new Horizon(Long.MAX_VALUE, plan.steps()),
        new VisibleRows(rows.format(), units, 0, false, Standardisation.identity(units)),
        Ascent.none(),
        rows.moments().floatMean(),
        new int[0]);
  }

  private static double grown(String part, Map<String, Double> before, Map<String, Double> after) {
    return after.getOrDefault(part, 0.0) - before.getOrDefault(part, 0.0);
  }

  /** Records when steps end; stops the engine when the time is up. */
  private static final class Stopwatch implements StepListener {
    private final double seconds;
    private final long[] ends = new long[MOST_STEPS];
    private int count;
    private long allocatedBefore;
    private long allocated;

    Stopwatch(double seconds) {
      this.seconds = seconds;
    }

    @Override
    public boolean stepDone(long steps) {
      if (count == 0) {
        allocatedBefore = allocatedBytes();
      }
      long now = System.nanoTime();
      ends[count++] = now;
      boolean over = now - ends[0] > seconds * 1e9 && count > 2 || count == MOST_STEPS;
      if (over) {
        allocated = allocatedBytes() - allocatedBefore;
      }
      return over;
    }

    private static long allocatedBytes() {
      var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
      long[] bytes = threads.getThreadAllocatedBytes(threads.getAllThreadIds());
      return Arrays.stream(bytes).filter(b -> b > 0).sum();
    }

    Timing timing(
        int tasks,
        int threads,
        double computingMillis,
        double driverMillis,
        double rowsOn,
        ChainShares chains) {
      double[] steps = new double[count - 1];
      Arrays.setAll(steps, i -> (ends[i + 1] - ends[i]) / 1e6);
      Arrays.sort(steps);
      double each = (double) allocated / steps.length;
      double median = steps[steps.length / 2];
      double mean = (ends[count - 1] - ends[0]) / 1e6 / steps.length;
      return new Timing(
          median,
          mean,
          steps.length,
          each,
          tasks,
          threads,
          computingMillis,
          driverMillis,
          rowsOn,
          chains);
    }
  }
}
