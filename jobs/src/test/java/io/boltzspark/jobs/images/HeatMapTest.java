package io.boltzspark.jobs.images;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.math.Matrix;
import java.awt.image.BufferedImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cells of heat maps, by the colours of their middles. */
class HeatMapTest {
  @Test
  void cellsHaveTheColoursOfTheirValuesAndMarksAreDark() {
    Matrix values = new Matrix(new float[] {1, 0, -1, 0.5f, 1, -0.5f}, 0, 2, 3);
    DivergingColours colours = new DivergingColours(1);
    HeatMap map =
        new HeatMap(
            values,
            colours,
            10,
            20,
            List.of("a", "b"),
            List.of("1", "2", "3"),
            List.of(new int[] {1, 1}));
    BufferedImage picture = map.render();
    // Cells are at the right edge, and begin below a frame of one pixel.
    int left = map.width() - 1 - 3 * 10;
    for (int r = 0; r < 2; r++) {
      for (int c = 0; c < 3; c++) {
        int rgb = picture.getRGB(left + c * 10 + 5, 1 + r * 20 + 10) & 0xffffff;
        boolean isMarked = r == 1 && c == 1;
        assertEquals(isMarked ? 0x222222 : colours.rgb(values.get(r, c)), rgb, r + ", " + c);
      }
    }
    assertEquals(colours.rgb(1), picture.getRGB(left + 10 + 1, 1 + 20 + 1) & 0xffffff, "beside it");
  }

  @Test
  void theLimitLeavesOutTheLargest() {
    double[][] values = {{-1, 2, 3, 4}, {5, -6, 7, 800}};
    assertEquals(7, HeatMap.limit(values, 7 / 8.0));
    assertEquals(800, HeatMap.limit(values, 1));
    assertEquals(800, HeatMap.limit(new double[][] {{0, 0, 0, 800}}, 0.5));
    assertEquals(1, HeatMap.limit(new double[][] {{0, 0}}, 0.5));
  }
}
