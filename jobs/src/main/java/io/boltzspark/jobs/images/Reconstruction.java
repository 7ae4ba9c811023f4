package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.UpDownPass;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Rows, and their reconstructions after one pass up to the last layer of each model and back.
 *
 * @param images the data, rows x values
 * @param found by each model, in the order of the picture
 */
public record Reconstruction(Matrix images, List<Restored> found) {

  /**
   * @param models at least one
   * @param images values of the data, rows x values; see {@link NamedModel#values}
   */
  public static Reconstruction of(List<NamedModel> models, Matrix images, UpDownPass.Step step) {
    return new Reconstruction(
        images,
        models.stream().map(model -> new Restored(model, pass(model, images, step))).toList());
  }

  /** Visible states after one pass; labels are not shown to the model. */
  static Matrix pass(NamedModel model, Matrix images, UpDownPass.Step step) {
    return UpDownPass.of(
        model.model().machine(), model.model().parameters(), model.states(images), step);
  }

  /** Of each model, by its title. */
  public Map<String, PixelErrors> errors() {
    return Restored.errors(found, values -> PixelErrors.between(images, values));
  }

  /**
   * The data above, the reconstructions below, of models of images of one shape.
   *
   * @param count the first so many images
   * @return the bytes of a PNG
   */
  public byte[] png(int count) {
    List<ComparisonPicture.Version> versions = new ArrayList<>();
    versions.add(new ComparisonPicture.Version(TileGrid.Title.of("data"), images));
    versions.addAll(ComparisonPicture.ofModels(Restored.values(found), errors()));
    return Png.of(ComparisonPicture.of(found.get(0).model().shape(), versions, count));
  }
}
