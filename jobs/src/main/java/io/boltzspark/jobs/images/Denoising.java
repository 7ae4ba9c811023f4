package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.sampling.UpDownPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images with some pixels inverted, and how models restore them.
 *
 * @param shape of the images
 * @param flip the share of pixels that are turned
 * @param images the data, images x pixels
 * @param noisy the same with noise
 * @param restored by each model, by its title, in the order of the picture
 */
public record Denoising(
    ImageShape shape, double flip, Matrix images, Matrix noisy, Map<String, Matrix> restored) {

  /** Beside the streams of evaluation, whose steps are parts of the data. */
  private static final int STREAM = 1000;

  /** Far more than a value that was standardised and brought back can lose. */
  private static final float ROUNDING = 1e-3f;

  /**
   * Every pixel is turned, from x to 1 - x, with probability {@code flip}, all models being shown
   * the same; each then makes one pass up and down.
   *
   * @param models at least one, all with images of the same shape
   * @param images values of the data from 0 to 1, images x pixels; see {@link NamedModel#values}
   */
  public static Denoising of(
      List<NamedModel> models, Matrix images, double flip, UpDownPass.Step step, long seed) {
    Matrix noisy = flipped(images, flip, seed);
    Map<String, Matrix> restored = new LinkedHashMap<>();
    models.forEach(model -> restored.put(model.title(), Reconstruction.pass(model, noisy, step)));
    return new Denoising(models.get(0).shape(), flip, images, noisy, restored);
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
    Map<String, PixelErrors> errors = new LinkedHashMap<>();
    restored.forEach((title, r) -> errors.put(title, PixelErrors.between(images, r)));
    return errors;
  }

  /**
   * The data, the noisy images, and the restored ones below.
   *
   * @param count the first so many images
   * @return the bytes of a PNG
   */
  public byte[] png(int count) {
    List<ComparisonPicture.Version> versions = new ArrayList<>();
    versions.add(new ComparisonPicture.Version(TileGrid.Title.of("data"), images));
    versions.add(
        new ComparisonPicture.Version(new TileGrid.Title("noisy", before().note()), noisy));
    versions.addAll(ComparisonPicture.ofModels(restored, after()));
    return Png.of(ComparisonPicture.of(shape, versions, count));
  }
}
