package io.boltzspark.jobs.pictures;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.images.ImageShape;
import io.boltzspark.jobs.images.Inpainting;
import io.boltzspark.jobs.images.PixelMask;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** Hides a part of images and shows how models fill it in. */
public final class InpaintAction {

  /**
   * What is hidden.
   *
   * @param left columns left of it
   * @param top lines above it
   */
  public record Rectangle(int left, int top, int width, int height) {}

  private final SparkSession spark;
  private final ComparisonRequest request;
  private final PixelMask.Half kept;
  private final Optional<Rectangle> hidden;
  private final int sweeps;
  private final Progress progress;

  /**
   * @param kept the visible half, if no rectangle is hidden
   * @param hidden the rectangle that is hidden
   * @param sweeps Gibbs sweeps of each image
   */
  public InpaintAction(
      SparkSession spark,
      ComparisonRequest request,
      PixelMask.Half kept,
      Optional<Rectangle> hidden,
      int sweeps,
      Progress progress) {
    this.spark = spark;
    this.request = request;
    this.kept = kept;
    this.hidden = hidden;
    this.sweeps = sweeps;
    this.progress = progress;
  }

  public RestorationResult execute() {
    long start = System.nanoTime();
    ComparedModels compared = ComparedModels.load(spark, request, progress);
    compared.requireSeparateValues("a part of them cannot be fixed");
    PixelMask mask = mask(compared.models().get(0).shape());
    progress.start("filling " + compared.images().rows() + " images", 0);
    Inpainting found =
        Inpainting.of(compared.models(), compared.images(), mask, sweeps, request.seed());
    RestoredOutput.write(spark, request, found.found(), () -> found.png(request.count()));
    progress.finish("wrote " + request.out());
    return new RestorationResult(
        "hidden pixels of %s after %d Gibbs sweeps".formatted(compared.source(), sweeps),
        compared.images().rows(),
        Optional.empty(),
        found.errors(),
        request.format(),
        request.out(),
        (System.nanoTime() - start) / 1e9);
  }

  private PixelMask mask(ImageShape shape) {
    if (hidden.isEmpty()) {
      return PixelMask.keeping(shape, kept);
    }
    Rectangle r = hidden.get();
    boolean within =
        (long) r.left() + r.width() <= shape.width()
            && (long) r.top() + r.height() <= shape.height();
    if (!within) {
      throw new BoltzException(
          ExitCode.USAGE,
          "--hide %d,%d,%d,%d is outside the images of %d x %d pixels; LEFT + WIDTH and TOP + HEIGHT"
                  .formatted(
                      r.left(), r.top(), r.width(), r.height(), shape.width(), shape.height())
              + " must not exceed these");
    }
    return PixelMask.hiding(shape, r.left(), r.top(), r.width(), r.height());
  }
}
