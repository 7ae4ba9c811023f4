package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.UpDownPass;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Images, and their reconstructions after one pass up to the last layer of each model and back.
 *
 * @param shape of the images
 * @param images the data, images x pixels
 * @param reconstructions of each model, by its title, in the order of the picture
 */
public record Reconstruction(ImageShape shape, Matrix images, Map<String, Matrix> reconstructions) {

  /**
   * @param models at least one, all with images of the same shape
   * @param images values of the data, images x pixels; see {@link NamedModel#values}
   */
  public static Reconstruction of(List<NamedModel> models, Matrix images, UpDownPass.Step step) {
    Map<String, Matrix> found = new LinkedHashMap<>();
    models.forEach(model -> found.put(model.title(), pass(model, images, step)));
    return new Reconstruction(models.get(0).shape(), images, found);
  }

  /** Images after one pass; labels are not shown to the model. */
  static Matrix pass(NamedModel model, Matrix images, UpDownPass.Step step) {
    Matrix states =
        UpDownPass.of(
            model.model().machine(), model.model().parameters(), model.states(images), step);
    return model.values(states);
  }

  /** Of each model, by its title. */
  public Map<String, PixelErrors> errors() {
    Map<String, PixelErrors> errors = new LinkedHashMap<>();
    reconstructions.forEach((title, r) -> errors.put(title, PixelErrors.between(images, r)));
    return errors;
  }

  /**
   * The data above, the reconstructions below.
   *
   * @param count the first so many images
   * @return the bytes of a PNG
   */
  public byte[] png(int count) {
    List<ComparisonPicture.Version> versions = new ArrayList<>();
    versions.add(new ComparisonPicture.Version(TileGrid.Title.of("data"), images));
    versions.addAll(ComparisonPicture.ofModels(reconstructions, errors()));
    return Png.of(ComparisonPicture.of(shape, versions, count));
  }
}
