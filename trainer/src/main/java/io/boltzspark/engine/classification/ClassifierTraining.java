package io.boltzspark.engine.classification;

import io.boltzspark.classification.ClassifierConfig;
import io.boltzspark.classification.ClassifierProgram;
import io.boltzspark.engine.data.DataFit;
import io.boltzspark.engine.data.RowWeights;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.training.StageOutline;
import io.boltzspark.engine.training.Training;
import io.boltzspark.engine.training.TrainingStage;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.network.ImageRows;
import io.boltzspark.network.NetworkSpec;
import io.boltzspark.network.Shape;
import java.util.List;

/** The training of a classifier of images: one stage. */
public final class ClassifierTraining implements Training {
  private static final String STAGE = "classifier";

  private final TrainingData data;
  private final ClassifierConfig config;
  private final NetworkSpec network;
  private final ImageRows rows;
  private final EpochPlan plan;

  /**
   * @throws BoltzException BAD_INPUT if the data are no images, BAD_CONFIGURATION if the network
   *     does not fit them or they have other labels
   */
  public ClassifierTraining(TrainingData data, ClassifierConfig config, Lanes lanes) {
    DataFit.requireImages(data, config.classes());
    this.data = data;
    this.config = config;
    this.network = network(data, config);
    this.rows = new ImageRows(data.format(), data.width(), config.classes());
    this.plan =
        new EpochPlan(data.rows(TrainingData.Part.TRAIN), config.learning().batchSize(), lanes);
  }

  private static NetworkSpec network(TrainingData data, ClassifierConfig config) {
    Shape image = new Shape(data.imageSize()[1], data.imageSize()[0], 1);
    try {
      return new NetworkSpec(image, config.allLayers());
    } catch (IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the network does not fit images of %s: %s; change classifier.layers"
              .formatted(image, e.getMessage()),
          e);
    }
  }

  @Override
  public List<StageOutline> stages() {
    int parameters =
        new ClassifierProgram(network, config.learning(), horizon(), rows).parameters();
    return List.of(new StageOutline(STAGE, config.learning().epochs(), parameters));
  }

  private Horizon horizon() {
    return Horizon.of(plan, config.learning().epochs());
  }

  @Override
  public int localSteps() {
    return config.learning().localSteps();
  }

  @Override
  public EpochPlan plan() {
    return plan;
  }

  @Override
  public int rowBytes() {
    return rows.rowBytes();
  }

  @Override
  public boolean readsLabels() {
    return true;
  }

  @Override
  public void prepare() {}

  @Override
  public List<String> notes() {
    return RowWeights.ignored(data, "a classifier of images");
  }

  @Override
  public TrainingStage stage(int number, List<float[]> earlier) {
    return new ClassifierStage(
        new ClassifierProgram(network, config.learning(), horizon(), rows), data);
  }
}
