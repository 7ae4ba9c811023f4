package io.boltzspark.jobs.train;

import io.boltzspark.engine.adversarial.AdversarialTraining;
import io.boltzspark.engine.boltzmann.BoltzmannTraining;
import io.boltzspark.engine.boltzmann.TrainingMemory;
import io.boltzspark.engine.classification.ClassifierTraining;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.BetweenRounds;
import io.boltzspark.engine.training.SamplesConfig;
import io.boltzspark.engine.training.Training;
import io.boltzspark.engine.training.TrainingLoop;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.settings.DescribedSettings;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Blas;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * A training of certain data by settings that fit it, for the command and for programs alike: both
 * make the same bytes.
 */
public final class PlannedTraining {
  private static final double GIB = 1L << 30;

  /** What Spark and the program hold of a heap besides the training. */
  private static final long SPARK_BYTES = 200L << 20;

  /** A heap that is asked for has up to an eighth that objects cannot use at one time. */
  private static final double ASKED_FOR = 9.0 / 8;

  private final SparkSession spark;
  private final TrainingData data;
  private final Settings settings;
  private final Training training;

  private PlannedTraining(
      SparkSession spark, TrainingData data, Settings settings, Training training) {
    this.spark = spark;
    this.data = data;
    this.settings = settings;
    this.training = training;
  }

  /**
   * @param found the data; it becomes the states of the visible units if their kind is given
   * @param given settings, in which dimensions and the size of a minibatch may be left to the data
   * @param notes receives what is to be said of a model that training starts from
   * @throws BoltzException when data, settings and memory do not go together
   */
  public static PlannedTraining of(
      SparkSession spark, TrainingData found, Settings given, Consumer<String> notes) {
    TrainingData data =
        given.visibleUnits().map(units -> DataFit.asStates(found, units)).orElse(found);
    Settings settings =
        given
            .forVisibleUnits(data.width(), data.states())
            .forTrainingRows(data.rows(TrainingData.Part.TRAIN));
    requireMemory(spark, settings);
    Lanes lanes = new Lanes(settings.engine().lanes());
    Training training =
        switch (settings.kind()) {
          case BOLTZMANN ->
              machine(spark.sparkContext().hadoopConfiguration(), data, settings, lanes, notes);
          case ADVERSARIAL -> new AdversarialTraining(data, settings.adversarial(), lanes);
          case CLASSIFIER -> new ClassifierTraining(data, settings.classifier(), lanes);
        };
    return new PlannedTraining(spark, data, settings, training);
  }

  /**
   * Refuses a machine that cannot fit into this process, where driver and tasks share it: a full
   * heap would show only after data was read, or in the middle of a step.
   */
  private static void requireMemory(SparkSession spark, Settings settings) {
    if (settings.kind() != Settings.Kind.BOLTZMANN || !spark.sparkContext().isLocal()) {
      return;
    }
    int lanes = settings.engine().lanes();
    int tasks = settings.engine().tasks();
    tasks = tasks > 0 ? tasks : Math.min(lanes, spark.sparkContext().defaultParallelism());
    long needed = TrainingMemory.of(settings.training(), lanes, tasks).bytes();
    long heap = Runtime.getRuntime().maxMemory();
    if (needed > heap - Math.min(SPARK_BYTES, heap / 4)) {
      long enough = (long) Math.ceil((needed + SPARK_BYTES) * ASKED_FOR / GIB);
      throw new BoltzException(
          ExitCode.ENVIRONMENT,
          "a machine of these layers (model.dimensions = %s%s) needs about %.1f GiB of heap beyond what Spark takes, and this process has %.1f GiB in all: give it more (BOLTZ_HEAP=%dg or --conf spark.driver.memory=%dg), or use fewer units, --chains or --lanes, or an optimizer without moments (--optimizer sgd)%s"
              .formatted(
                  settings.training().model().dimensions(),
                  settings.training().model().lateral().isEmpty() ? "" : ", coupled",
                  needed / GIB,
                  heap / GIB,
                  enough,
                  enough,
                  settings.training().learning().localSteps() > 1
                      ? ", or --local-steps 1: with local steps every lane has parameters and"
                          + " moments of its own"
                      : ""));
    }
  }

  private static Training machine(
      Configuration hadoop,
      TrainingData data,
      Settings settings,
      Lanes lanes,
      Consumer<String> notes) {
    BoltzmannTraining training =
        new BoltzmannTraining(
            data, settings.training(), lanes, settings.monitor(), settings.samples().sweeps());
    String from = settings.training().initialisation().from();
    if (from.isEmpty()) {
      return training;
    }
    TrainedModel model = TrainedModel.load(hadoop, from, notes);
    requireSameLayers(from, model.machine(), training.machine());
    return training.startingFrom(from, model.parameters(), model.standardisation());
  }

  private static void requireSameLayers(
      String from, BoltzmannMachine start, BoltzmannMachine machine) {
    if (!start.spec().equals(machine.spec())) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "learning.initialisation.from = %s has the layers %s, but the machine to train has the layers %s; change --from, or give the layers of its machine, as by --config with the config.conf of that run"
              .formatted(from, start.spec(), machine.spec()));
    }
  }

  /** The data as it is trained on. */
  public TrainingData data() {
    return data;
  }

  /** The settings with all that the data decides. */
  public Settings settings() {
    return settings;
  }

  /**
   * The training itself.
   *
   * @param samples when to draw pictures
   */
  public TrainingLoop loop(SamplesConfig samples, TrainingObserver observer) {
    return new TrainingLoop(
        JavaSparkContext.fromSparkContext(spark.sparkContext()),
        data,
        training,
        settings.engine(),
        new BetweenRounds(settings.checkpoint(), settings.monitor(), samples),
        observer);
  }

  /** SHA-256 of all that decides the bytes of the model. */
  public String identity() {
    return WholeFiles.sha256(
        (settings.identity() + " " + data.fingerprint()).getBytes(StandardCharsets.UTF_8));
  }

  /** Facts for the model's description. */
  public Map<String, Object> description() {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("image", Map.of("width", data.imageSize()[0], "height", data.imageSize()[1]));
    facts.put("data", data.provenance());
    DescribedSettings.put(settings, facts);
    facts.put("boltzspark", BuildVersion.version());
    facts.put("source_revision", BuildVersion.revision());
    facts.put("spark", spark.version());
    facts.put("jdk", System.getProperty("java.version"));
    facts.put("blas", Blas.info().summary());
    return facts;
  }
}
