package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.ChainPictures;
import io.boltzspark.jobs.images.ImageShape;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.NamedModel;
import io.boltzspark.jobs.states.OutputFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.TrainedModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** Draws images from a trained machine by Gibbs chains on Spark. */
public final class SampleAction {
  /**
   * The outcome of sampling.
   *
   * @param picture the file
   * @param count chains in it
   * @param plan how the chains ran
   * @param clamp other units that were held, as they were given
   * @param digit the class of the fixed labels, or of the images that chains started at
   * @param fromImages whether the latter, since the model has no labels
   * @param data what the model was trained on
   * @param seconds wall time
   */
  public record Result(
      String picture,
      int count,
      SamplingPlan plan,
      String clamp,
      Optional<SampleRequest.Digit> digit,
      boolean fromImages,
      String data,
      double seconds)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("picture", picture);
      json.put("count", count);
      json.put("steps", plan.sweeps());
      json.put("times", plan.times());
      json.put("anneal_from", plan.firstBeta());
      json.put("temperature", plan.temperature());
      json.put("clamp", clamp.isEmpty() ? null : clamp);
      json.put("digit", digit.map(Object::toString).orElse(null));
      json.put("digit_from_images", fromImages);
      json.put("belief_net", plan.reading() == Reading.BELIEF_NET);
      json.put("data", data);
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "%d %s%s after %d Gibbs sweeps each%s, from a model of %s%s: %s (%.1f s)",
              count,
              plan.every() > 0 ? "chains" : "images",
              digit.map(d -> d.one().isPresent() ? " of " + d : " of all classes").orElse(""),
              plan.sweeps(),
              SampleStart.conditions(plan) + (clamp.isEmpty() ? "" : " with " + clamp),
              data,
              plan.reading() == Reading.BELIEF_NET ? " read as a belief net" : "",
              picture,
              seconds));
      if (fromImages) {
        lines.add(
            "The model has no labels to fix, so its chains start at images of the data and may"
                + " leave their class.");
      }
      return lines;
    }
  }

  private final SparkSession spark;
  private final SampleRequest request;
  private final SamplingPlan plan;
  private final Progress progress;

  public SampleAction(SparkSession spark, SampleRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.plan = request.plan();
    this.progress = progress;
  }

  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    boolean gif = request.format() == OutputFormat.GIF;
    requireFormat(gif);
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    if (plan.every() > 0 || request.digit().isPresent()) {
      Lettering.requireFonts();
    }
    TrainedModel trained = TrainedModel.load(hadoop, request.model(), progress::note);
    NamedModel model = NamedModel.of(request.model(), trained);
    ImageShape shape = model.shape();
    SampleStart chains = new SampleStart(spark, request, trained, progress);
    chains.require();
    Matrix images = model.values(chains.sample().visible());
    int count = images.rows() / plan.times();
    PictureFiles.write(hadoop, request.out(), picture(shape, images, chains, count, gif));
    progress.finish("wrote " + request.out());
    return new Result(
        request.out(),
        count,
        plan,
        request.clamp(),
        request.digit(),
        chains.isFromImagesOfDigit(),
        trained.description().path("data").path("title").asText(),
        (System.nanoTime() - start) / 1e9);
  }

  private byte[] picture(
      ImageShape shape, Matrix images, SampleStart chains, int count, boolean gif) {
    int columns = chains.columns(count);
    if (plan.every() == 0) {
      return ChainPictures.grid(shape, images, columns, chains.titles(count, columns));
    }
    List<Integer> times = ChainPictures.times(plan.sweeps(), plan.every());
    return gif
        ? ChainPictures.animation(shape, images, times, columns)
        : ChainPictures.strip(shape, images, times, chains.titles(count, 1));
  }

  /** Requires PNG, or GIF for an animation, and no more images than a picture can show. */
  private void requireFormat(boolean gif) {
    if (!gif) {
      PictureFiles.requirePng(request.out());
    } else if (plan.every() == 0) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--out %s: a GIF shows chains through time; add --every N, or choose a name ending in"
                  .formatted(request.out())
              + " .png");
    }
    if (plan.every() > 0 && (long) plan.times() * request.count() > ChainPictures.MOST_IMAGES
        || plan.every() > 0 && !gif && plan.times() > ChainPictures.MOST_COLUMNS) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--every %d: %d chains at %d times exceed the limits of a picture (%d columns in a PNG,"
                  .formatted(
                      plan.every(), request.count(), plan.times(), ChainPictures.MOST_COLUMNS)
              + " %d images in all); choose a larger --every or a smaller --count"
                  .formatted(ChainPictures.MOST_IMAGES));
    }
  }
}
