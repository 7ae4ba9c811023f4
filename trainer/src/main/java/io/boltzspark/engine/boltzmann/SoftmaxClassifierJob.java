package io.boltzspark.engine.boltzmann;

import io.boltzspark.boltzmann.LabelProgram;
import io.boltzspark.boltzmann.LabelStep;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.Engine;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.Session;
import io.boltzspark.engine.TrainingJob;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.Classification;
import io.boltzspark.evaluation.LabelAgreement;
import io.boltzspark.evaluation.SoftmaxAgreement;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.LearningConfig;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A softmax classifier (multinomial logistic regression) of the values of rows, trained by the
 * engine that trains machines ({@link LabelStep}), and its errors: what the values tell of the
 * label without further ado.
 *
 * <p>It starts at 0. Values are taken less their means, and over one number, the root of their mean
 * variance, so that learning rate and penalty mean the same for values of any size while values
 * keep their sizes relative to each other.
 */
public final class SoftmaxClassifierJob {

  private final JavaSparkContext spark;
  private final TrainingData data;
  private final EngineConfig engine;
  private final MachineSpec spec;
  private final VisibleRows rows;

  /**
   * @throws BoltzException BAD_INPUT when the data has no training rows or no labels
   */
  public SoftmaxClassifierJob(JavaSparkContext spark, TrainingData data, EngineConfig engine) {
    this.spark = spark;
    this.data = data;
    this.engine = engine;
    requireLabels(data);
    this.spec = LabelStep.spec(data.width(), data.labels());
    this.rows =
        new VisibleRows(data.format(), data.width(), data.labels(), false, standardisation(data));
  }

  /**
   * Refuses data on which no classifier can be trained.
   *
   * @throws BoltzException BAD_INPUT
   */
  public static void requireLabels(TrainingData data) {
    if (data.rows(Part.TRAIN) < 1 || data.labels() < 2) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %d training rows and %d classes of labels, but a classifier needs rows of two or more: prepare images with their label file, or give Parquet a column label"
              .formatted(data.title(), data.rows(Part.TRAIN), data.labels()));
    }
  }

  private static Standardisation standardisation(TrainingData data) {
    double[] mean = data.mean();
    double variance = Arrays.stream(data.variance()).sum() / mean.length;
    float[] offset = new float[mean.length];
    float[] scale = new float[mean.length];
    for (int i = 0; i < mean.length; i++) {
      offset[i] = (float) mean[i];
    }
    Arrays.fill(scale, variance > 0 ? (float) Math.sqrt(variance) : 1f);
    return new Standardisation(offset, scale);
  }

  /** Steps of a training. */
  public long totalSteps(LearningConfig config) {
    return plan(config).steps() * config.epochs();
  }

  private EpochPlan plan(LearningConfig config) {
    return new EpochPlan(data.rows(Part.TRAIN), config.batchSize(), new Lanes(engine.lanes()));
  }

  /**
   * Trains on the training rows and classifies the labelled rows of every part that has any.
   *
   * @param stepDone gets the number of steps made, after each
   */
  public Map<Part, Classification> run(LearningConfig config, LongConsumer stepDone) {
    float[] parameters = train(config, stepDone);
    EvaluationRows scored = new EvaluationRows(spark, data, spec, parameters, rows, config.seed());
    Map<Part, Classification> found = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      double[] cells =
          Arrays.stream(scored.scores(part, Integer.MAX_VALUE, new SoftmaxAgreement()))
              .filter(cell -> cell != LabelAgreement.UNLABELLED)
              .toArray();
      if (cells.length > 0) {
        found.put(part, Classification.of(cells, data.labels()));
      }
    }
    return found;
  }

  /** The parameters, in the layout of the machine of {@link LabelStep#spec}. */
  float[] train(LearningConfig config, LongConsumer stepDone) {
    engine.requireBlas();
    EpochPlan plan = plan(config);
    LabelProgram program = new LabelProgram(spec, config, Horizon.of(plan, config.epochs()), rows);
    TrainingJob job = new TrainingJob(program, plan, config.seed(), UUID.randomUUID().toString());
    try (Session session =
            Session.open(
                spark, engine, plan, program.rowBytes(), () -> data.bytes(Part.TRAIN, true));
        Engine steps = session.engine(job)) {
      Learner learner = session.learner(job, new float[program.parameters()]);
      for (int epoch = 1; epoch <= config.epochs(); epoch++) {
        steps.run(
            learner,
            new byte[0],
            epoch * plan.steps(),
            "softmax classifier, epoch " + epoch + " of " + config.epochs(),
            done -> {
              stepDone.accept(done);
              return false;
            });
      }
      return learner.modelParameters();
    }
  }
}
