package io.boltzspark.jobs.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Matrix;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Places of pixels by arithmetic of its own: gutters of 2, the grid at the right and lower end. */
class TileGridTest {
  private static final ImageShape SHAPE = new ImageShape(2, 3);
  private static final int SCALE = 10;
  private static final int GUTTER = 0xe1e1e1;

  private static TileGrid grid() {
    Matrix first = new Matrix(new float[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}, 0, 2, 6);
    Matrix second = new Matrix(new float[] {0, 0, 1, 0, 0, 0}, 0, 1, 6);
    return new TileGrid(SHAPE, List.of(first, second), 2, ColourMap.INK, SCALE);
  }

  private static int rgb(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) & 0xffffff;
  }

  private static void assertGrid(BufferedImage image, int left, int top) {
    assertEquals(0, rgb(image, left + 2, top + 2), "ink, top left of image 0");
    assertEquals(0xffffff, rgb(image, left + 2 + 10, top + 2), "paper beside it");
    assertEquals(GUTTER, rgb(image, left + 2 + 30, top + 5), "between two columns");
    assertEquals(0, rgb(image, left + 34 + 29, top + 2 + 19), "ink, bottom right of image 1");
    assertEquals(GUTTER, rgb(image, left + 5, top + 2 + 20), "between two lines");
    assertEquals(0, rgb(image, left + 2 + 20, top + 24), "ink, top right of image 2");
    assertEquals(0xffffff, rgb(image, left + 34 + 15, top + 24 + 10), "a place without an image");
    assertEquals(GUTTER, rgb(image, left + 34 + 15, top + 22 + 1), "above it, below image 1");
    assertEquals(GUTTER, rgb(image, left + 32 + 1, top + 24 + 10), "left of it, beside image 2");
    assertEquals(0xffffff, rgb(image, left + 34 + 30, top + 24 + 10), "no gutter right of it");
    assertEquals(GUTTER, rgb(image, left, top), "around all");
  }

  @Test
  void pixelsLandWhereTheyBelong() {
    BufferedImage image = grid().render();
    assertEquals(2 + 2 * (30 + 2), image.getWidth());
    assertEquals(2 + 2 * (20 + 2), image.getHeight());
    assertGrid(image, 0, 0);
  }

  @Test
  void titlesTakeRoomLeftAndAboveAndLeaveTheGridAlone() {
    TileGrid titled =
        grid()
            .withLineTitles(List.of(TileGrid.Title.of("data"), new TileGrid.Title("model", "")))
            .withColumnTitles(List.of("0", "1"));
    BufferedImage image = titled.render();
    int left = image.getWidth() - 66;
    int top = image.getHeight() - 46;
    assertTrue(left > Lettering.TITLE.width("model"), "room for the longest title: " + left);
    assertTrue(top > 10, "room for a line of text: " + top);
    assertGrid(image, left, top);
    assertTrue(ink(image, 0, top, left, 20) > 20, "a title left of line 0");
    assertTrue(ink(image, 0, top + 22, left, 20) > 20, "a title left of line 1");
    assertTrue(ink(image, left, 0, 33, top) > 5, "a title above column 0");
    assertTrue(ink(image, left + 33, 0, 33, top) > 5, "a title above column 1");
    assertEquals(0, ink(image, 0, 0, left, top), "nothing in the corner");
  }

  /** Dark pixels of a rectangle. */
  private static int ink(BufferedImage image, int left, int top, int width, int height) {
    int dark = 0;
    for (int y = top; y < top + height; y++) {
      for (int x = left; x < left + width; x++) {
        dark += (rgb(image, x, y) & 0xff) < 128 ? 1 : 0;
      }
    }
    return dark;
  }

  @Test
  void titlesThatWouldOverlapAreLeftOut() {
    Matrix line = Matrix.zeros(20, 6);
    List<String> titles = java.util.Collections.nCopies(20, "1000");
    BufferedImage image =
        new TileGrid(SHAPE, List.of(line), 20, ColourMap.INK, 4).withColumnTitles(titles).render();
    int top = image.getHeight() - (2 + 8 + 2);
    int empty = 0;
    for (int x = 0; x < image.getWidth(); x++) {
      empty += ink(image, x, 0, 1, top) == 0 ? 1 : 0;
    }
    // A title of about 36 pixels in every fourth column of 14; side by side they would leave none.
    assertTrue(empty > image.getWidth() / 5, empty + " of " + image.getWidth());
  }

  @Test
  void longTitlesAreShortened() {
    String title = "x".repeat(300);
    String shown = Lettering.TITLE.shorten(title, 100);
    assertTrue(shown.endsWith("…") && Lettering.TITLE.width(shown) <= 100, shown);
    assertEquals("data", Lettering.TITLE.shorten("data", 100));
    TileGrid.Title long1 = TileGrid.Title.of(title);
    assertTrue(grid().withLineTitles(List.of(long1, long1)).width() < 66 + 240);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    Matrix wrong = Matrix.zeros(1, 5);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TileGrid(SHAPE, List.of(wrong), 2, ColourMap.INK, 1));
    Matrix tooMany = Matrix.zeros(3, 6);
    assertThrows(
        IllegalArgumentException.class,
        () -> new TileGrid(SHAPE, List.of(tooMany), 2, ColourMap.INK, 1));
    assertThrows(
        IllegalArgumentException.class, () -> grid().withColumnTitles(List.of("only one")));
  }
}
