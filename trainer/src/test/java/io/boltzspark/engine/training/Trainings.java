package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.boltzmann.BoltzmannTraining;
import io.boltzspark.engine.data.PreparedSets;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.Standardisation;
import io.boltzspark.monitoring.Monitors;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Assertions;

/** Trainings of small machines, described in a line and run through {@link TrainingLoop}. */
public final class Trainings {
  public static final int BATCH = 25;
  public static final int HIDDEN = 12;

  /** Rows that monitors look at. */
  static final int MONITORED = 50;

  private static final Configuration HADOOP = new Configuration();

  private final SparkSession spark;
  private final Supplier<TrainingData> data;
  private BoltzmannConfig training;
  private EngineConfig engine = engine(EngineConfig.Kind.ROUNDS, 0);
  private CheckpointConfig checkpoint = new CheckpointConfig(0, 0);
  private MonitorConfig monitor = everyMonitor(0);
  private SamplesConfig samples = SamplesConfig.NONE;
  private LongConsumer stepDone = step -> {};
  private BooleanSupplier stop = () -> false;
  private OptionalInt stopAfterEpoch = OptionalInt.empty();
  private UnaryOperator<BoltzmannTraining> start = machine -> machine;
  private boolean resume;

  /** What the observer was told, by the last {@link #into}. */
  final List<String> notes = new ArrayList<>();

  /** The samples that it got, by epoch. */
  final Map<Integer, Matrix> sampled = new LinkedHashMap<>();

  /** The stages that it heard of: name, first step, and steps of the whole. */
  final List<String> stages = new ArrayList<>();

  public Trainings(SparkSession spark, String data, BoltzmannConfig training) {
    this(spark, () -> TrainingData.open(spark, data), training);
  }

  public Trainings(SparkSession spark, TrainingData data, BoltzmannConfig training) {
    this(spark, () -> data, training);
  }

  private Trainings(SparkSession spark, Supplier<TrainingData> data, BoltzmannConfig training) {
    this.spark = spark;
    this.data = data;
    this.training = training;
  }

  /** Three epochs of a machine of 20 visible and 12 hidden units. */
  public static BoltzmannConfig config(Algorithm algorithm, boolean resample) {
    return config(PreparedSets.UNITS, algorithm, resample, 3, 0.01, 5);
  }

  public static BoltzmannConfig config(
      int visible, Algorithm algorithm, boolean resample, int epochs, double rate, long seed) {
    Configs configs =
        Configs.rbm(visible, HIDDEN)
            .batchSize(BATCH)
            .epochs(epochs)
            .seed(seed)
            .weightDeviation(0.05)
            .optimizer(Configs.adam(rate));
    configs = algorithm == Algorithm.CD ? configs.cd(2) : configs.pcd(2, 30);
    return (resample ? configs.resample() : configs).build();
  }

  /** Four lanes; waits long enough for an executor to come back. */
  public static EngineConfig engine(EngineConfig.Kind kind, int tasks) {
    return engine(kind, 4, tasks, Duration.ofSeconds(60));
  }

  public static EngineConfig engine(
      EngineConfig.Kind kind, int lanes, int tasks, Duration slotTimeout) {
    return new EngineConfig(
        kind, lanes, tasks, Duration.ofSeconds(60), slotTimeout, 3, false, false);
  }

  /** Never left out, whatever it costs. */
  public static MonitorConfig everyMonitor(int steps) {
    return new MonitorConfig(Monitors.BY_DEFAULT, MONITORED, Double.MAX_VALUE, steps);
  }

  public Trainings epochs(int epochs) {
    training = Configs.from(training).epochs(epochs).build();
    return this;
  }

  public Trainings engine(EngineConfig config) {
    engine = config;
    return this;
  }

  public Trainings checkpointEvery(int steps) {
    checkpoint = new CheckpointConfig(steps, 0);
    return this;
  }

  public Trainings monitorEvery(int steps) {
    monitor = everyMonitor(steps);
    return this;
  }

  public Trainings samples(SamplesConfig config) {
    samples = config;
    return this;
  }

  public Trainings monitors(List<String> metrics) {
    monitor = new MonitorConfig(metrics, MONITORED, Double.MAX_VALUE, 0);
    return this;
  }

  public Trainings onStep(LongConsumer listener) {
    stepDone = listener;
    return this;
  }

  public Trainings stopWhen(BooleanSupplier condition) {
    stop = condition;
    return this;
  }

  public Trainings from(TrainedModel model) {
    return from(model.parameters(), model.standardisation());
  }

  /** From parameters that take values as states. */
  public Trainings from(float[] parameters) {
    int visible = training.model().dimensions().get(0);
    return from(parameters, Standardisation.identity(visible));
  }

  private Trainings from(float[] parameters, Standardisation standardisation) {
    start = machine -> machine.startingFrom("a model", parameters, standardisation);
    return this;
  }

  public Trainings stopAfterEpoch(int epoch) {
    stopAfterEpoch = OptionalInt.of(epoch);
    return this;
  }

  public Trainings resume() {
    resume = true;
    return this;
  }

  /** Trains; {@code out} is the run directory. */
  public TrainingResult into(Path out) {
    return into(() -> directory(out));
  }

  public TrainingResult into(Supplier<RunDirectory> target) {
    notes.clear();
    stages.clear();
    sampled.clear();
    TrainingData rows = data.get();
    BoltzmannTraining machine =
        new BoltzmannTraining(rows, training, new Lanes(engine.lanes()), monitor, samples.sweeps());
    TrainingLoop loop =
        new TrainingLoop(
            TestSpark.context(spark),
            rows,
            start.apply(machine),
            engine,
            new BetweenRounds(checkpoint, monitor, samples),
            new Observer());
    return loop.run(
        target,
        "identity of " + training.seed(),
        Map.of(),
        new TrainingLoop.Request(resume, stopAfterEpoch, stop));
  }

  /**
   * Asserts that training is refused with this code and with a message that says these things,
   * before it asks for a run directory.
   */
  public BoltzException assertRefused(ExitCode code, String... said) {
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
    if (resume) {
      return open(out);
    }
    RunDirectory run =
        RunDirectory.create(HADOOP, new org.apache.hadoop.fs.Path(out.toUri()), false);
    run.writeConfig("# none");
    return run;
  }

  public static RunDirectory open(Path run) {
    return RunDirectory.open(HADOOP, new org.apache.hadoop.fs.Path(run.toUri()));
  }

  /** A run's model, or with {@code @epoch:N} one of its checkpoints. */
  public static TrainedModel model(Path run, String selector) {
    return TrainedModel.load(HADOOP, run.toUri() + selector, Assertions::fail);
  }

  /** The lines of {@code metrics.jsonl}. */
  public static List<Map<String, Object>> metrics(Path run) {
    return open(run).metrics().read();
  }

  /** What of these lines two runs must have in common. */
  public static List<Map<String, Object>> metricsWithoutSeconds(Path run) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Map<String, Object> line : metrics(run)) {
      Map<String, Object> copy = new LinkedHashMap<>(line);
      copy.remove("seconds");
      lines.add(copy);
    }
    return lines;
  }

  private final class Observer implements TrainingObserver {
    @Override
    public void started(String stage, long step, long totalSteps, int tasks) {
      stages.add(stage + " from " + step + " of " + totalSteps);
    }

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {
      stepDone.accept(steps);
    }

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void samples(int epoch, Matrix values) {
      sampled.put(epoch, values);
    }

    @Override
    public void note(String message) {
      notes.add(message);
    }
  }
}
