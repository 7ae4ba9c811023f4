package io.boltzspark.engine.adversarial;

import io.boltzspark.adversarial.AdversarialConfig;
import io.boltzspark.adversarial.AdversarialNetworks;
import io.boltzspark.adversarial.AdversarialProgram;
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
import io.boltzspark.network.Shape;
import java.util.List;

/** The training of a generative adversarial network: one stage. */
public final class AdversarialTraining implements Training {
  private static final String STAGE = "adversarial";

  private final TrainingData data;
  private final AdversarialConfig config;
  private final AdversarialNetworks networks;
  private final ImageRows rows;
  private final EpochPlan plan;

  /**
   * @throws BoltzException BAD_INPUT if the data are no images, BAD_CONFIGURATION if the networks
   *     do not fit them
   */
  public AdversarialTraining(TrainingData data, AdversarialConfig config, Lanes lanes) {
    DataFit.requireImages(data, config.labels());
    DataFit.requireEveryLabel(data, config.labels());
    this.data = data;
    this.config = config;
    this.networks = networks(data, config);
    this.rows = new ImageRows(data.format(), data.width(), config.labels());
    this.plan =
        new EpochPlan(data.rows(TrainingData.Part.TRAIN), config.learning().batchSize(), lanes);
  }

  private static AdversarialNetworks networks(TrainingData data, AdversarialConfig config) {
    Shape image = new Shape(data.imageSize()[1], data.imageSize()[0], 1);
    try {
      return AdversarialNetworks.of(
          image, config.noise(), config.labels(), config.generator(), config.discriminator());
    } catch (IllegalArgumentException e) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the networks do not fit images of %s: adversarial.%s; change adversarial.generator.layers or adversarial.discriminator.layers"
              .formatted(image, e.getMessage()),
          e);
    }
  }

  @Override
  public List<StageOutline> stages() {
    return List.of(new StageOutline(STAGE, config.learning().epochs(), networks.size()));
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
    return rows.labels() > 0;
  }

  @Override
  public void prepare() {}

  @Override
  public List<String> notes() {
    return RowWeights.ignored(data, "a generative adversarial network");
  }

  @Override
  public TrainingStage stage(int number, List<float[]> earlier) {
    Horizon horizon = Horizon.of(plan, config.learning().epochs());
    return new AdversarialStage(new AdversarialProgram(networks, config, horizon, rows));
  }
}
