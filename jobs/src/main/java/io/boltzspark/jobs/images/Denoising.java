package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.sampling.UpDownPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rows with some values inverted, and how models restore them.
 *
 * @param images the data, rows x values
 * @param noisy the same with noise
 * @param found by each model, in the order of the picture
 */
public record Denoising(Matrix images, Matrix noisy, List<Restored> found) {

  /** Beside the streams of evaluation, whose steps are parts of the data. */
  private static final int STREAM = 1000;

  /** Far more than a value that was standardised and brought back can lose. */
  private static final float ROUNDING = 1e-3f;

  /**
   * Every value is turned, from x to 1 - x, with probability {@code flip}, all models being shown
   * the same; each then makes one pass up and down.
   *
   * @param models at least one
   * @param images values of the data from 0 to 1, rows x values; see {@link NamedModel#values}
   */
  public static Denoising of(
      List<NamedModel> models, Matrix images, double flip, UpDownPass.Step step, long seed) {
    Matrix noisy = flipped(images, flip, seed);
    return new Denoising(images, noisy, Reconstruction.of(models, noisy, step).found());
  }

  /** Whether a pixel x has an opposite 1 - x: all are from 0 to 1, or only rounded beyond. */
  public static boolean suits(Matrix images) {
    for (float value : images.toArray()) {
      if (!(value >= -ROUNDING && value <= 1 + ROUNDING)) {
        return false;
      }
    }
    return true;
  }

  private static Matrix flipped(Matrix images, double flip, long seed) {
    RandomStream random = new RandomStream(seed, Purpose.EVALUATION, STREAM, 0);
    Matrix noisy = Matrix.zeros(images.rows(), images.columns());
    float[] uniform = new float[images.columns()];
    for (int r = 0; r < images.rows(); r++) {
      random.nextUniforms(uniform, uniform.length);
      for (int i = 0; i < uniform.length; i++) {
        float value = images.get(r, i);
        noisy.set(r, i, uniform[i] < flip ? 1 - value : value);
      }
    }
    return noisy;
  }

  /** Of the noisy images. */
  public PixelErrors before() {
    return PixelErrors.between(images, noisy);
  }

  /** Of what each model restored, by its title. */
  public Map<String, PixelErrors> after() {
    return Restored.errors(found, values -> PixelErrors.between(images, values));
  }

  /**
   * The data, the noisy images, and the restored ones below, of models of images of one shape.
   *
   * @param count the first so many images
   * @return the bytes of a PNG
   */
  public byte[] png(int count) {
    List<ComparisonPicture.Version> versions = new ArrayList<>();
    versions.add(new ComparisonPicture.Version(TileGrid.Title.of("data"), images));
    versions.add(
        new ComparisonPicture.Version(new TileGrid.Title("noisy", before().note()), noisy));
    versions.addAll(ComparisonPicture.ofModels(Restored.values(found), after()));
    return Png.of(ComparisonPicture.of(found.get(0).model().shape(), versions, count));
  }
}
