package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.Reconstruction;
import io.boltzspark.sampling.UpDownPass;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Shows images after one pass up to the last layer of a model and back. */
public final class ReconstructAction {
  private final SparkSession spark;
  private final ComparisonRequest request;
  private final UpDownPass.Step step;
  private final Progress progress;

  /**
   * @param step what layers become on the way
   */
  public ReconstructAction(
      SparkSession spark, ComparisonRequest request, UpDownPass.Step step, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.step = step;
    this.progress = progress;
  }

  public RestorationResult execute() {
    long start = System.nanoTime();
    ComparedModels compared = ComparedModels.load(spark, request, progress);
    RestoredOutput.require(request, compared.models().get(0), step);
    Reconstruction found = Reconstruction.of(compared.models(), compared.images(), step);
    RestoredOutput.write(spark, request, found.found(), () -> found.png(request.count()));
    return new RestorationResult(
        "reconstruction of " + compared.source(),
        compared.images().rows(),
        Optional.empty(),
        found.errors(),
        request.format(),
        request.out(),
        (System.nanoTime() - start) / 1e9);
  }
}
