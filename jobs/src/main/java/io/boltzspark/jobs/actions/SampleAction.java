package io.boltzspark.jobs.actions;

import io.boltzspark.engine.SamplingJob;
import io.boltzspark.engine.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.ImageGrid;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.TrainedModel;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Draws images from a trained machine by Gibbs chains on Spark. */
public final class SampleAction {
  private static final int MOST_COLUMNS = 10;

  private final SparkSession spark;
  private final SampleRequest request;
  private final Progress progress;

  public SampleAction(SparkSession spark, SampleRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public SampleSummary execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path out = new Path(request.out());
    Outputs.requireFreeFile(hadoop, out, request.overwrite());
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    int width = model.description().path("image").path("width").asInt();
    int height = model.description().path("image").path("height").asInt();
    if (width * height != model.machine().visible().size()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model "
              + request.model()
              + " does not say how its "
              + model.machine().visible().size()
              + " visible units make a picture");
    }
    SamplingJob job =
        new SamplingJob(
            JavaSparkContext.fromSparkContext(spark.sparkContext()),
            model.machine(),
            model.parameters());
    Matrix images =
        switch (request.start()) {
          case NOISE -> {
            announce(request.count());
            yield job.fromNoise(request.count(), request.steps(), request.seed());
          }
          case DATA -> {
            Matrix rows = dataRows(model);
            announce(rows.rows());
            yield job.fromVisible(rows, request.steps(), request.seed());
          }
          case CHAINS -> {
            Matrix hidden = chains(model);
            announce(hidden.rows());
            yield job.fromChains(hidden, request.steps(), request.seed());
          }
        };
    int columns = Math.min(MOST_COLUMNS, images.rows());
    byte[] png =
        ImageGrid.png(images.toArray(), height, width, columns, ImageGrid.scaleFor(columns, width));
    WholeFiles.write(FileSystems.of(hadoop, out), out, png);
    progress.finish("wrote " + request.out());
    String data = model.description().path("data").path("title").asText();
    return new SampleSummary(
        request.out(), images.rows(), request.steps(), data, (System.nanoTime() - start) / 1e9);
  }

  private void announce(int chains) {
    progress.start("sampling " + chains + " chains", 0);
  }

  private Matrix dataRows(TrainedModel model) {
    TrainingData data = TrainingData.open(spark, request.data().orElseThrow());
    if (data.width() != model.machine().visible().size()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--data has "
              + data.width()
              + " units a row, the model "
              + request.model()
              + " has "
              + model.machine().visible().size());
    }
    boolean test = data.rows(TrainingData.Part.TEST) > 0;
    return data.first(test ? TrainingData.Part.TEST : TrainingData.Part.TRAIN, request.count());
  }

  private Matrix chains(TrainedModel model) {
    Optional<byte[]> chains = model.chains();
    if (chains.isEmpty() || chains.get().length == 0) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--start chains needs the chains of a training, which only checkpoints of PCD have; name"
              + " one, such as --model "
              + request.model().replaceAll("@.*", "")
              + "@epoch:1");
    }
    return SamplingJob.hiddenStates(model.machine(), chains.get(), request.count());
  }
}
