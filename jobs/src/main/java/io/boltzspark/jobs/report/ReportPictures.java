package io.boltzspark.jobs.report;

import io.boltzspark.adversarial.NoiseRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.evaluation.couplings.PairScores;
import io.boltzspark.jobs.actions.Parts;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.couplings.PairMap;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.images.ChainPictures;
import io.boltzspark.jobs.images.Denoising;
import io.boltzspark.jobs.images.FilterChoice;
import io.boltzspark.jobs.images.FilterPicture;
import io.boltzspark.jobs.images.ImageGrid;
import io.boltzspark.jobs.images.ImageShape;
import io.boltzspark.jobs.images.NamedGenerator;
import io.boltzspark.jobs.images.NamedModel;
import io.boltzspark.jobs.images.Reconstruction;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.UpDownPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Draws the pictures of a report that require running a model. */
final class ReportPictures {
  private static final long SEED = 1;
  private static final int CHAINS = 100;
  private static final int SWEEPS = 1000;
  private static final int COLUMNS = 10;

  /** Images per picture, and rows from which the errors next to them are computed. */
  private static final int SHOWN = 10;

  private static final int MEASURED = 1000;

  private static final double FLIP = 0.15;

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Progress progress;

  ReportPictures(SparkSession spark, Progress progress) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.progress = progress;
  }

  /**
   * @param runs the reported run first
   * @param data location of the first run's data; empty if unknown
   * @return the possible pictures, with reasons for missing ones
   */
  ModelPictures of(List<ReportedRun> runs, Optional<String> data) {
    if (runs.get(0).network().isPresent()) {
      return new ModelPictures(generated(runs), List.of(), List.of(), List.of());
    }
    List<NamedModel> models = models(runs);
    if (models.isEmpty()) {
      return ModelPictures.none();
    }
    List<Picture> samples = new ArrayList<>();
    List<Picture> filters = new ArrayList<>();
    for (NamedModel model : models) {
      String name = models.size() > 1 ? model.title() + ": " : "";
      samples.add(samples(model, name));
      weights(model.model().machine(), model, name, filters);
    }
    try {
      return new ModelPictures(samples, filters, restorations(models, data), List.of());
    } catch (BoltzException e) {
      progress.note("the report has no reconstructions: " + e.getMessage());
      return new ModelPictures(
          samples, filters, List.of(), List.of("Not shown: " + e.getMessage() + "."));
    }
  }

  /** What a machine learnt: the weights to its hidden units, the couplings of visible ones. */
  private static void weights(
      BoltzmannMachine machine, NamedModel model, String name, List<Picture> pictures) {
    if (machine.layers().size() > 1) {
      byte[] strongest =
          FilterPicture.png(model, FilterChoice.STRONGEST, FilterPicture.USUAL_COUNT);
      pictures.add(
          new Picture(name + "weights to hidden units: red is positive, blue negative", strongest));
    }
    boolean haveNumbers =
        machine.visible().groups().stream().noneMatch(g -> g.spec().type().countsColumns());
    if (machine.couplings(0) != null && haveNumbers) {
      PairScores scores = PairScores.ofCouplings(machine, model.model().parameters());
      String what = "couplings between visible units";
      byte[] map = PairMap.png(PairMap.shown(scores, false), what, Optional.empty());
      pictures.add(new Picture(name + what + ": red is positive, blue negative", map));
    }
  }

  /** Models that can be drawn; of the compared ones, those with images of the first one's size. */
  private List<NamedModel> models(List<ReportedRun> runs) {
    List<ReportedRun> drawable =
        runs.stream().filter(run -> run.model().isPresent() && run.drawsImages()).toList();
    if (!drawable.contains(runs.get(0))) {
      return List.of();
    }
    List<NamedModel> all =
        NamedModel.all(
            drawable.stream().map(ReportedRun::location).toList(),
            drawable.stream().map(run -> run.model().orElseThrow()).toList());
    ImageShape shape = all.get(0).shape();
    return all.stream().filter(model -> model.shape().equals(shape)).toList();
  }

  /** Images of all networks, each from the same noise where they take as many numbers. */
  private List<Picture> generated(List<ReportedRun> runs) {
    List<Picture> pictures = new ArrayList<>();
    for (ReportedRun run : runs) {
      if (run.network().isPresent() && run.drawsImages()) {
        NamedGenerator network = new NamedGenerator(run.location(), run.network().get());
        Matrix images = network.images(NoiseRows.normal(network.networks(), SEED, CHAINS));
        String name = runs.size() > 1 ? run.name() + ": " : "";
        pictures.add(
            new Picture(
                name + "the model, from the noise of seed " + SEED,
                ChainPictures.grid(network.shape(), images, COLUMNS, List.of())));
      }
    }
    return pictures;
  }

  private Picture samples(NamedModel model, String name) {
    progress.start("sampling " + CHAINS + " chains of " + model.title(), 0);
    SamplingJob job = new SamplingJob(context, model.model().machine(), model.model().parameters());
    Matrix images = model.values(job.fromNoise(CHAINS, SamplingPlan.of(SWEEPS, SEED)).visible());
    ImageShape shape = model.shape();
    byte[] png =
        ImageGrid.png(
            images.toArray(),
            shape.height(),
            shape.width(),
            COLUMNS,
            ImageGrid.scaleFor(COLUMNS, shape.width()));
    return new Picture(name + "the model, %d Gibbs sweeps from noise".formatted(SWEEPS), png);
  }

  private List<Picture> restorations(List<NamedModel> models, Optional<String> directory) {
    if (directory.isEmpty()) {
      return List.of();
    }
    TrainingData data = ChosenData.in(directory).openUnweighted(spark, models.get(0).reference());
    Part part = data.rows(Part.TEST) > 0 ? Part.TEST : Part.TRAIN;
    Parts.requireRows(data, part);
    EvaluationRows rows = new EvaluationRows(context, data, models.get(0).model(), SEED);
    Matrix images = models.get(0).values(rows.first(part, MEASURED));
    String source = "the first %s rows of %s".formatted(Parts.word(part), data.title());
    List<Picture> pictures = new ArrayList<>();
    pictures.add(
        new Picture(
            "reconstructions of "
                + source
                + ": the most probable states, up to the last layer and back",
            Reconstruction.of(models, images, UpDownPass.Step.MODES).png(SHOWN)));
    if (Denoising.suits(images)) {
      pictures.add(
          new Picture(
              "%s with %.0f %% of the pixels flipped, and their restoration by one pass up and down"
                  .formatted(source, 100 * FLIP),
              Denoising.of(models, images, FLIP, UpDownPass.Step.MEANS, SEED).png(SHOWN)));
    }
    return pictures;
  }
}
