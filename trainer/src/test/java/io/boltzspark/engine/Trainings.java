package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.AdamConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.learning.TrainingConfig;
import io.boltzspark.learning.TrainingConfig.Algorithm;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.spark.sql.SparkSession;

/** Trainings of small machines, described in a line and run through {@link TrainingLoop}. */
final class Trainings {
  static final int BATCH = 25;
  static final int HIDDEN = 12;

  private final SparkSession spark;
  private final String data;
  private TrainingConfig training;
  private EngineConfig engine = engine(EngineConfig.Kind.ROUNDS, 0);
  private CheckpointConfig checkpoint = new CheckpointConfig(0, 0);
  private MonitorConfig monitor = everyMonitor(0);
  private LongConsumer stepDone = step -> {};
  private BooleanSupplier stop = () -> false;
  private OptionalInt stopAfterEpoch = OptionalInt.empty();
  private boolean resume;

  /** What the observer was told, by the last {@link #into}. */
  final List<String> notes = new ArrayList<>();

  Trainings(SparkSession spark, String data, TrainingConfig training) {
    this.spark = spark;
    this.data = data;
    this.training = training;
  }

  /** Three epochs of a machine of 20 visible and 12 hidden units. */
  static TrainingConfig config(Algorithm algorithm, boolean resample) {
    return config(PreparedSets.UNITS, algorithm, resample, 3, 0.01, 5);
  }

  static TrainingConfig config(
      int visible, Algorithm algorithm, boolean resample, int epochs, double rate, long seed) {
    return new TrainingConfig(
        List.of(visible, HIDDEN),
        algorithm,
        2,
        30,
        BATCH,
        epochs,
        seed,
        resample,
        0.05,
        new AdamConfig(rate, 0.9, 0.999, 1e-8),
        new ScheduleConfig(ScheduleConfig.Kind.CONSTANT, 0, 1));
  }

  static TrainingConfig withEpochs(TrainingConfig c, int epochs) {
    return with(c, epochs, c.schedule());
  }

  static TrainingConfig withSchedule(TrainingConfig c, ScheduleConfig schedule) {
    return with(c, c.epochs(), schedule);
  }

  private static TrainingConfig with(TrainingConfig c, int epochs, ScheduleConfig schedule) {
    return new TrainingConfig(
        c.dimensions(),
        c.algorithm(),
        c.k(),
        c.chains(),
        c.batchSize(),
        epochs,
        c.seed(),
        c.resample(),
        c.initialWeightDeviation(),
        c.optimizer(),
        schedule);
  }

  /** Four lanes; waits long enough for an executor to come back. */
  static EngineConfig engine(EngineConfig.Kind kind, int tasks) {
    return engine(kind, 4, tasks, Duration.ofSeconds(60));
  }

  static EngineConfig engine(EngineConfig.Kind kind, int lanes, int tasks, Duration slotTimeout) {
    return new EngineConfig(
        kind, lanes, tasks, Duration.ofSeconds(60), slotTimeout, 3, false, false);
  }

  /** Never left out, whatever it costs. */
  static MonitorConfig everyMonitor(int steps) {
    return new MonitorConfig(50, Double.MAX_VALUE, steps);
  }

  Trainings epochs(int epochs) {
    training = withEpochs(training, epochs);
    return this;
  }

  Trainings engine(EngineConfig config) {
    engine = config;
    return this;
  }

  Trainings checkpointEvery(int steps) {
    checkpoint = new CheckpointConfig(steps, 0);
    return this;
  }

  Trainings monitorEvery(int steps) {
    monitor = everyMonitor(steps);
    return this;
  }

  Trainings onStep(LongConsumer listener) {
    stepDone = listener;
    return this;
  }

  Trainings stopWhen(BooleanSupplier condition) {
    stop = condition;
    return this;
  }

  Trainings stopAfterEpoch(int epoch) {
    stopAfterEpoch = OptionalInt.of(epoch);
    return this;
  }

  Trainings resume() {
    resume = true;
    return this;
  }

  /** Trains; {@code out} is the run directory. */
  TrainingResult into(Path out) {
    return into(() -> directory(out));
  }

  TrainingResult into(Supplier<RunDirectory> target) {
    notes.clear();
    TrainingLoop loop =
        new TrainingLoop(
            TestSpark.context(spark),
            TrainingData.open(spark, data),
            training,
            engine,
            checkpoint,
            monitor,
            new Observer());
    return loop.run(
        target, "identity of " + training.seed(), Map.of(), resume, stopAfterEpoch, stop);
  }

  /**
   * Asserts that training is refused with this code and with a message that says these things,
   * before it asks for a run directory.
   */
  BoltzException assertRefused(ExitCode code, String... said) {
    BoltzException e =
        assertThrows(
            BoltzException.class,
            () ->
                into(
                    () -> {
                      throw new AssertionError("the run directory was made");
                    }));
    assertEquals(code, e.exitCode(), e.getMessage());
    for (String part : said) {
      assertTrue(e.getMessage().contains(part), "'" + part + "' is not in: " + e.getMessage());
    }
    return e;
  }

  private RunDirectory directory(Path out) {
    var hadoop = spark.sparkContext().hadoopConfiguration();
    var path = new org.apache.hadoop.fs.Path(out.toUri());
    if (resume) {
      return RunDirectory.open(hadoop, path);
    }
    RunDirectory run = RunDirectory.create(hadoop, path, false);
    run.writeConfig("# none");
    return run;
  }

  private final class Observer implements TrainingObserver {
    @Override
    public void started(long step, long totalSteps, int tasks) {}

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {
      stepDone.accept(steps);
    }

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void note(String message) {
      notes.add(message);
    }
  }
}
