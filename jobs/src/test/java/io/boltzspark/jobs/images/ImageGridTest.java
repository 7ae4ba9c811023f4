package io.boltzspark.jobs.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ImageGridTest {

  @Test
  void pixelsLandWhereTheyBelong() throws IOException {
    // Three images of 2 x 3 in two columns: the fourth place stays empty.
    float[] images = new float[3 * 6];
    images[0] = 1; // image 0, top left
    images[6 + 5] = 0.5f; // image 1, bottom right
    images[12 + 3] = 2; // image 2, bottom left, beyond ink
    BufferedImage grid = decode(ImageGrid.png(images, 2, 3, 2, 4));
    assertEquals(2 + 2 * (3 * 4 + 2), grid.getWidth());
    assertEquals(2 + 2 * (2 * 4 + 2), grid.getHeight());
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        assertEquals(0, grey(grid, 2 + x, 2 + y), "ink of image 0");
        assertEquals(0, grey(grid, 2 + x, 12 + 4 + y), "ink of image 2");
        assertEquals(128, grey(grid, 16 + 8 + x, 2 + 4 + y), "grey of image 1");
      }
    }
    assertEquals(255, grey(grid, 2 + 4, 2), "paper right of the ink");
    int gutter = grey(grid, 0, 0);
    assertEquals(225, gutter);
    assertEquals(gutter, grey(grid, 14, 5), "between columns");
    assertEquals(255, grey(grid, 20, 16), "the empty place");
  }

  @Test
  void aHundredDigitsAreAboutNineHundredPixelsWide() throws IOException {
    int scale = ImageGrid.scaleFor(10, 28);
    BufferedImage grid = decode(ImageGrid.png(new float[100 * 784], 28, 28, 10, scale));
    assertEquals(900, grid.getWidth(), 50);
    assertEquals(grid.getWidth(), grid.getHeight());
    assertEquals(1, ImageGrid.scaleFor(10, 5000));
  }

  @Test
  void whatIsNotWholeImagesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.png(new float[7], 2, 3, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> ImageGrid.png(new float[0], 2, 3, 1, 1));
    assertThrows(
        IllegalArgumentException.class, () -> ImageGrid.png(new float[] {Float.NaN}, 1, 1, 1, 1));
  }

  private static BufferedImage decode(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static int grey(BufferedImage image, int x, int y) {
    return image.getRaster().getSample(x, y, 0);
  }
}
