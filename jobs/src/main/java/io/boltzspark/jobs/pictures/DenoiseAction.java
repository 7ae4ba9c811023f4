package io.boltzspark.jobs.pictures;

import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.Denoising;
import io.boltzspark.sampling.UpDownPass;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Flips pixels at random and shows how models restore them. */
public final class DenoiseAction {
  private final SparkSession spark;
  private final ComparisonRequest request;
  private final double flip;
  private final UpDownPass.Step step;
  private final Progress progress;

  /**
   * @param flip probability with which each pixel is flipped
   * @param step what layers become on the way up and down
   */
  public DenoiseAction(
      SparkSession spark,
      ComparisonRequest request,
      double flip,
      UpDownPass.Step step,
      Progress progress) {
    this.spark = spark;
    this.request = request;
    this.flip = flip;
    this.step = step;
    this.progress = progress;
  }

  public RestorationResult execute() {
    long start = System.nanoTime();
    ComparedModels compared = ComparedModels.load(spark, request, progress);
    compared.requireSeparateValues("none of them can be flipped alone");
    compared.requireOpposites();
    Denoising found =
        Denoising.of(compared.models(), compared.images(), flip, step, request.seed());
    RestoredOutput.write(spark, request, found.found(), () -> found.png(request.count()));
    return new RestorationResult(
        String.format(
            Locale.ROOT, "%.3g %% of the pixels of %s flipped", 100 * flip, compared.source()),
        compared.images().rows(),
        Optional.of(found.before()),
        found.after(),
        request.format(),
        request.out(),
        (System.nanoTime() - start) / 1e9);
  }
}
