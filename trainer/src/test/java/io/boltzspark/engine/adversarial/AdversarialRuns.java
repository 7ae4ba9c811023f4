package io.boltzspark.engine.adversarial;

import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.adversarial.AdversarialConfig.Update;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.training.BetweenRounds;
import io.boltzspark.engine.training.CheckpointConfig;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.engine.training.TrainingLoop;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.learning.OptimizerConfig;
import io.boltzspark.learning.PenaltyConfig;
import io.boltzspark.learning.ScheduleConfig;
import io.boltzspark.math.Matrix;
import io.boltzspark.network.LayerSpec;
import io.boltzspark.network.LayerText;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.testing.TestSpark;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Trainings of small adversarial networks on {@link MadeRows}: three steps an epoch. */
public enum AdversarialRuns {
  PLAIN(0, Update.TOGETHER),
  LABELLED(MadeRows.CLASSES, Update.TOGETHER),
  ALTERNATING(0, Update.ALTERNATING);

  static final int LANES = 4;
  static final int EPOCHS = 4;
  static final int STEPS = 3 * EPOCHS;
  private static final Configuration HADOOP = new Configuration();

  private final AdversarialConfig config;

  AdversarialRuns(int labels, Update update) {
    LearningConfig learning =
        new LearningConfig(
            // Of 52 rows the last minibatch has two: fewer than lanes.
            25,
            EPOCHS,
            9,
            new OptimizerConfig(OptimizerConfig.Kind.ADAM, 0.01, 0.5, 0.999, 1e-7, 0, false, 0),
            new ScheduleConfig(ScheduleConfig.Kind.LINEAR, false, 0.5, 0.1, 0, 1, 1, 0),
            new PenaltyConfig(0, 1e-4, 50),
            update == Update.ALTERNATING ? 0.5 : 0);
    this.config =
        new AdversarialConfig(
            learning,
            5,
            labels,
            layers(
                "dense:80:no-bias batch-norm leaky-relu reshape:5x8x2"
                    + " transposed-convolution:16:3:1:no-bias batch-norm:0.9:0.001 leaky-relu"
                    + " dropout:0.1 transposed-convolution:1:5:1 tanh"),
            layers("convolution:16:5:2 leaky-relu dropout convolution:4:3:2 leaky-relu dense:1"),
            0,
            0.02,
            update);
  }

  private static List<LayerSpec> layers(String words) {
    return Arrays.stream(words.split(" ")).map(LayerText::parse).toList();
  }

  AdversarialConfig config() {
    return config;
  }

  /** From the first step to the model. */
  public TrainingResult whole(
      SparkSession spark, EngineConfig.Kind kind, Path out, LongConsumer onStep) {
    return train(spark, kind, out, false, new AtomicBoolean(), onStep);
  }

  /** Until a step. */
  TrainingResult until(SparkSession spark, EngineConfig.Kind kind, Path out, long step) {
    AtomicBoolean stop = new AtomicBoolean();
    return train(spark, kind, out, false, stop, made -> stop.set(made == step));
  }

  TrainingResult resume(SparkSession spark, EngineConfig.Kind kind, Path out) {
    return train(spark, kind, out, true, new AtomicBoolean(), step -> {});
  }

  /** From the first step to the model, with lanes that make steps by themselves. */
  public TrainingResult local(
      SparkSession spark,
      EngineConfig.Kind kind,
      int lanes,
      int localSteps,
      Path out,
      LongConsumer onStep) {
    return train(
        spark, kind, lanes, withLocalSteps(localSteps), out, false, new AtomicBoolean(), onStep);
  }

  private AdversarialConfig withLocalSteps(int localSteps) {
    LearningConfig learning = config.learning();
    return new AdversarialConfig(
        new LearningConfig(
            learning.batchSize(),
            learning.epochs(),
            learning.seed(),
            learning.optimizer(),
            learning.schedule(),
            learning.penalty(),
            learning.averaging(),
            localSteps),
        config.noise(),
        config.labels(),
        config.generator(),
        config.discriminator(),
        config.generatorRate(),
        config.discriminatorRate(),
        config.update());
  }

  private TrainingResult train(
      SparkSession spark,
      EngineConfig.Kind kind,
      Path out,
      boolean resume,
      AtomicBoolean stop,
      LongConsumer onStep) {
    return train(spark, kind, LANES, config, out, resume, stop, onStep);
  }

  private static TrainingResult train(
      SparkSession spark,
      EngineConfig.Kind kind,
      int lanes,
      AdversarialConfig config,
      Path out,
      boolean resume,
      AtomicBoolean stop,
      LongConsumer onStep) {
    MadeRows data = new MadeRows(spark, true);
    TrainingLoop loop =
        new TrainingLoop(
            TestSpark.context(spark),
            data,
            new AdversarialTraining(data, config, new Lanes(lanes)),
            Trainings.engine(kind, lanes, 0, Duration.ofSeconds(60)),
            new BetweenRounds(
                new CheckpointConfig(4, 0), Trainings.everyMonitor(5), SamplesConfig.NONE),
            new Listener(onStep));
    return loop.run(
        () -> directory(out, resume),
        "identity",
        Map.of(),
        new TrainingLoop.Request(resume, OptionalInt.empty(), stop::get));
  }

  private static RunDirectory directory(Path out, boolean resume) {
    if (resume) {
      return Trainings.open(out);
    }
    RunDirectory run =
        RunDirectory.create(HADOOP, new org.apache.hadoop.fs.Path(out.toUri()), false);
    run.writeConfig("# none");
    return run;
  }

  /** The lines of {@code steps.jsonl}. */
  public static List<Map<String, Object>> steps(Path run) {
    return Trainings.open(run).steps().read();
  }

  private record Listener(LongConsumer onStep) implements TrainingObserver {
    @Override
    public void started(String stage, long step, long totalSteps, int tasks) {}

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {
      onStep.accept(steps);
    }

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void samples(int epoch, Matrix values) {}

    @Override
    public void note(String message) {}
  }
}
