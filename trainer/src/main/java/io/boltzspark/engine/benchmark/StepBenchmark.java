package io.boltzspark.engine.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Initialisation;
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
import io.boltzspark.learning.local.LocalSteps;
import io.boltzspark.learning.local.StepGroups;
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
 * Times the steps of the engine used for training, on a machine in the state of training, because
 * how long sparse products take depends on how many units are on and how many change. Between two
 * measurements the training rests, so that others can be timed in turns with it.
 */
public final class StepBenchmark implements AutoCloseable {
  private static final int MOST_STEPS = 1 << 20;

  /** Steps of training before, as many as of two epochs of 60,000 rows at B = 100. */
  private static final int TRAINING_STEPS = 1_200;

  /** Least number of steps that settle the chains, after another training. */
  private static final int SETTLING_STEPS = 50;

  private final BoltzmannConfig training;
  private final BenchmarkRows rows;
  private final EpochPlan plan;
  private final BoltzmannMachine machine;
  private final Session session;
  private final Engine engine;
  private final Learner learner;
  private byte[] chains;

  /**
   * @param parameters moved in place
   */
  private StepBenchmark(
      JavaSparkContext spark,
      EngineConfig config,
      BoltzmannConfig training,
      BenchmarkRows rows,
      float[] parameters) {
    this.training = training;
    this.rows = rows;
    this.plan = new EpochPlan(rows.count(), training.batchSize(), new Lanes(config.lanes()));
    LikelihoodProgram program = program(training, plan, rows);
    StepGroups groups = new StepGroups(training.learning().localSteps(), plan.steps());
    TrainingJob job =
        new TrainingJob(
            LocalSteps.of(program, groups), plan, training.seed(), UUID.randomUUID().toString());
    this.machine = program.machine();
    Matrix none = Matrix.zeros(0, machine.visible().size());
    this.chains =
        Initialisation.chains(machine, training, plan.lanes(), parameters, rows.moments(), none, 0);
    this.session =
        Session.open(spark, config, plan, program.rowBytes(), () -> rows.source().apply(spark));
    this.engine = session.engine(job);
    this.learner = session.learner(job, parameters);
  }

  /**
   * The measurements.
   *
   * @param medianMillis median time of a step; with local steps, of their shares of an exchange
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
   * Trains a machine and distributes the rows anew for steps to be timed.
   *
   * @param before what trains the machine before: {@value #TRAINING_STEPS} steps
   * @param training the training of the same machine whose steps are timed
   * @param rows training rows, as wide as the machine's visible layer
   */
  public static StepBenchmark after(
      JavaSparkContext spark,
      EngineConfig config,
      BoltzmannConfig before,
      BoltzmannConfig training,
      BenchmarkRows rows) {
    BoltzmannMachine machine = BoltzmannMachine.of(training.model().spec());
    float[] parameters = Initialisation.parameters(machine, before, rows.moments());
    try (StepBenchmark steps =
        new StepBenchmark(
            spark, config.withKind(EngineConfig.Kind.ROUNDS), before, rows, parameters)) {
      steps.run("training", count -> count >= TRAINING_STEPS);
    }
    return new StepBenchmark(spark, config, training, rows, parameters);
  }

  /**
   * A single measurement, after a warm-up; see {@link #after}.
   *
   * @param seconds duration of timing; the warm-up takes at least half that time
   */
  public static Timing once(
      JavaSparkContext spark,
      EngineConfig config,
      BoltzmannConfig before,
      BoltzmannConfig training,
      BenchmarkRows rows,
      double seconds) {
    try (StepBenchmark benchmark = after(spark, config, before, training, rows)) {
      benchmark.warmUp(seconds / 2);
      return benchmark.measure(seconds);
    }
  }

  /** Settles the chains, for at least so many seconds. */
  public void warmUp(double seconds) {
    long begin = System.nanoTime();
    run("warm-up", steps -> steps >= SETTLING_STEPS && System.nanoTime() - begin > seconds * 1e9);
  }

  /** Times steps for so many seconds, and at least two of them. */
  public Timing measure(double seconds) {
    Map<String, Double> before = engine.seconds();
    long stepsBefore = learner.step();
    Stopwatch watch = new Stopwatch(seconds);
    run("benchmark", watch);
    Map<String, Double> after = engine.seconds();
    double millis = 1000.0 / (learner.step() - stepsBefore);
    return watch.timing(
        engine.tasks(),
        session.taskThreads(),
        millis * (grown("products", before, after) + grown("sampling", before, after)),
        millis * grown("driver", before, after),
        rows.share(),
        ChainShares.of(machine, training, learner.parameters(), chains));
  }

  private void run(String name, StepListener listener) {
    chains = engine.run(learner, chains, Long.MAX_VALUE, name, listener);
  }

  @Override
  public void close() {
    engine.close();
    session.close();
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
    private final long[] made = new long[MOST_STEPS];
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
      made[count] = steps;
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
      double[] millis = new double[count - 1];
      Arrays.setAll(millis, i -> (ends[i + 1] - ends[i]) / 1e6 / (made[i + 1] - made[i]));
      Arrays.sort(millis);
      int steps = (int) (made[count - 1] - made[0]);
      double each = (double) allocated / steps;
      double median = millis[millis.length / 2];
      double mean = (ends[count - 1] - ends[0]) / 1e6 / steps;
      return new Timing(
          median, mean, steps, each, tasks, threads, computingMillis, driverMillis, rowsOn, chains);
    }
  }
}
