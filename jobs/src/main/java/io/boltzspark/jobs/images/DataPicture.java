package io.boltzspark.jobs.images;

import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;

/** Images of a data set, with a description. */
public final class DataPicture {
  private static final int GAP = 6;
  private static final int FEWEST_COLUMNS = 10;

  private DataPicture() {}

  /**
   * @param heading above all, such as the set's name
   * @param note below the heading
   * @param lines the images of each line, images x pixels
   * @param titles of the lines, such as labels; or none at all
   * @return the bytes of a PNG
   */
  public static byte[] png(
      ImageShape shape, String heading, String note, List<Matrix> lines, List<String> titles) {
    int columns = Math.max(1, lines.stream().mapToInt(Matrix::rows).max().orElse(1));
    int scale = ImageGrid.scaleFor(Math.max(FEWEST_COLUMNS, columns), shape.width());
    TileGrid grid =
        new TileGrid(shape, lines, columns, ColourMap.INK, scale)
            .withLineTitles(titles.stream().map(TileGrid.Title::of).toList());
    List<Panel> panels = new ArrayList<>();
    panels.add(new Caption(heading, Lettering.HEADING));
    panels.add(new Caption(note, Lettering.NOTE));
    panels.add(grid);
    return Png.of(Stack.page(Stack.below(GAP, panels)));
  }

  /** Images in lines of ten, for {@link #png}. */
  public static List<Matrix> lines(Matrix images) {
    return ImageGrid.lines(images, FEWEST_COLUMNS);
  }
}
