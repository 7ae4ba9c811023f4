package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Versions of the same images below each other: a line each, with its title, in blocks of {@value
 * #COLUMNS} images.
 */
final class ComparisonPicture {
  /** Images beside each other. */
  static final int COLUMNS = 10;

  private static final int GAP = 14;

  /** One version of all images: images x pixels. */
  record Version(TileGrid.Title title, Matrix images) {}

  private ComparisonPicture() {}

  /** Of models, by their titles, each with the share of its pixels that are wrong. */
  static List<Version> ofModels(Map<String, Matrix> images, Map<String, PixelErrors> errors) {
    List<Version> versions = new ArrayList<>();
    images.forEach(
        (title, found) -> {
          TileGrid.Title noted = new TileGrid.Title(title, errors.get(title).note());
          versions.add(new Version(noted, found));
        });
    return versions;
  }

  /**
   * @param count how many images of each version, the first ones
   */
  static Panel of(ImageShape shape, List<Version> versions, int count) {
    int images = Math.min(count, versions.get(0).images().rows());
    int columns = Math.min(COLUMNS, images);
    List<TileGrid.Title> titles = versions.stream().map(Version::title).toList();
    int scale = ImageGrid.scaleFor(COLUMNS, shape.width());
    List<Panel> blocks = new ArrayList<>();
    for (int from = 0; from < images; from += columns) {
      int first = from;
      int end = Math.min(images, from + columns);
      List<Matrix> lines = versions.stream().map(v -> v.images().rows(first, end)).toList();
      blocks.add(new TileGrid(shape, lines, columns, ColourMap.INK, scale).withLineTitles(titles));
    }
    return Stack.page(Stack.below(GAP, blocks));
  }
}
