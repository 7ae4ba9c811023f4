package io.boltzspark.jobs.pictures;

import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.inference.EvaluationRows;
import io.boltzspark.engine.inference.SamplingJob;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.evaluation.sites.PrincipalPlane;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.Parts;
import io.boltzspark.jobs.actions.PictureFiles;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.images.Lettering;
import io.boltzspark.jobs.images.PlanePicture;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Projects samples of a machine on the principal components of its data. */
public final class PcaAction {
  /**
   * The request of {@code boltz pca}.
   *
   * @param model a run, {@code RUN@step:N} or {@code RUN@epoch:N}
   * @param data whose training rows are compared
   * @param samples how many, and most training rows
   * @param sweeps of each sample from noise
   * @param seed of all random numbers
   * @param out the PNG to write
   * @param overwrite replace an existing file
   */
  public record Request(
      String model,
      ChosenData data,
      int samples,
      int sweeps,
      long seed,
      String out,
      boolean overwrite) {

    public Request {
      Objects.requireNonNull(model);
      Objects.requireNonNull(data);
      Objects.requireNonNull(out);
    }
  }

  /**
   * What was drawn.
   *
   * @param picture the file
   * @param rows number of training rows
   * @param samples number of samples
   * @param total the rows' variance in all directions
   * @param ofRows their variance along each of the two components
   * @param ofSamples the samples' variance along each
   * @param seconds wall time
   */
  public record Result(
      String picture,
      int rows,
      int samples,
      double total,
      List<Double> ofRows,
      List<Double> ofSamples,
      double seconds)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("picture", picture);
      json.put("rows", rows);
      json.put("samples", samples);
      json.put("total_variance", total);
      json.put("variances_of_rows", ofRows);
      json.put("variances_of_samples", ofSamples);
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(
              Locale.ROOT,
              "%,d samples beside %,d training rows on two components with %.1f %% and %.1f %% of"
                  + " the rows' variance; samples vary %.2f and %.2f times as much: %s (%.1f s)",
              samples,
              rows,
              100 * ofRows.get(0) / total,
              100 * ofRows.get(1) / total,
              ofSamples.get(0) / ofRows.get(0),
              ofSamples.get(1) / ofRows.get(1),
              picture,
              seconds));
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public PcaAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    PictureFiles.requirePng(request.out());
    Outputs.requireFreeFile(hadoop, Paths.of(request.out()), request.overwrite());
    Lettering.requireFonts();
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    TrainingData data = request.data().openUnweighted(spark, request.model());
    Parts.requireRows(data, Part.TRAIN);
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    EvaluationRows states = new EvaluationRows(context, data, model, request.seed());
    Matrix rows = states.first(Part.TRAIN, states.count(Part.TRAIN, request.samples()));
    PrincipalPlane plane = PrincipalPlane.of(rows, null);
    if (!(plane.variance(1) > 0)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the %d training rows of %s vary in fewer than two directions, so there is no plane to draw; choose other --data"
              .formatted(rows.rows(), data.title()));
    }
    double[][] ofRows = plane.project(rows);
    double[][] ofSamples = plane.project(samples(context, model));
    String note =
        String.format(
            Locale.ROOT,
            "principal components of %,d training rows: to the right %.1f %% of their variance,"
                + " upwards %.1f %%",
            rows.rows(),
            100 * plane.variance(0) / plane.totalVariance(),
            100 * plane.variance(1) / plane.totalVariance());
    byte[] png =
        PlanePicture.png(
            request.model(),
            note,
            List.of("training rows", "samples after %d sweeps".formatted(request.sweeps())),
            ofRows,
            ofSamples);
    PictureFiles.write(hadoop, request.out(), png);
    return new Result(
        request.out(),
        rows.rows(),
        request.samples(),
        plane.totalVariance(),
        List.of(plane.variance(0), plane.variance(1)),
        List.of(variance(ofSamples, 0), variance(ofSamples, 1)),
        (System.nanoTime() - start) / 1e9);
  }

  private Matrix samples(JavaSparkContext context, TrainedModel model) {
    progress.start(
        "sampling, %d sweeps of %d chains".formatted(request.sweeps(), request.samples()), 0);
    Matrix samples =
        new SamplingJob(context, model.machine(), model.parameters())
            .statesFromNoise(request.samples(), request.sweeps(), request.seed())
            .visible();
    for (int r = 0; r < samples.rows(); r++) {
      for (int i = 0; i < samples.columns(); i++) {
        if (!Float.isFinite(samples.get(r, i))) {
          throw new BoltzException(
              ExitCode.BAD_INPUT,
              "%d sweeps from noise end in states of %s that are not finite numbers; choose an earlier checkpoint or fewer --sample-steps"
                  .formatted(request.sweeps(), request.model()));
        }
      }
    }
    return samples;
  }

  private static double variance(double[][] points, int coordinate) {
    double mean = 0;
    for (double[] point : points) {
      mean += point[coordinate] / points.length;
    }
    double sum = 0;
    for (double[] point : points) {
      sum += (point[coordinate] - mean) * (point[coordinate] - mean);
    }
    return sum / points.length;
  }
}
