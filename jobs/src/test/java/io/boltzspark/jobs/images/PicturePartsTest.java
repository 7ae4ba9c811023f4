package io.boltzspark.jobs.images;

import static io.boltzspark.jobs.images.DrawnModels.decode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.NodeList;

/** Colours, stacks and files. */
class PicturePartsTest {

  /** A rectangle of one colour. */
  private record Block(int width, int height, int rgb) implements Panel {
    @Override
    public void paint(BufferedImage canvas, int left, int top) {
      Panel.fill(canvas, left, top, width, height, rgb);
    }
  }

  @Test
  void coloursAreWhiteAtZeroAndDarkenEquallyOnBothSides() {
    DivergingColours colours = new DivergingColours(2);
    assertEquals(0xffffff, colours.rgb(0));
    assertEquals(0x67001f, colours.rgb(2));
    assertEquals(0x053061, colours.rgb(-2));
    assertEquals(colours.rgb(2), colours.rgb(9), "beyond the limit");
    assertEquals(0xd6604d, colours.rgb(1), "halfway");
    for (float value = 0.25f; value <= 2; value += 0.25f) {
      int above = colours.rgb(value);
      int below = colours.rgb(-value);
      assertTrue((above >> 16) > (above & 0xff), "red above 0");
      assertTrue((below >> 16) < (below & 0xff), "blue below 0");
      assertTrue(brightness(above) < brightness(colours.rgb(value - 0.25f)), "darker outwards");
      assertTrue(brightness(below) < brightness(colours.rgb(0.25f - value)), "darker outwards");
    }
    assertThrows(IllegalArgumentException.class, () -> new DivergingColours(0));
  }

  private static int brightness(int rgb) {
    return (rgb >> 16 & 0xff) + (rgb >> 8 & 0xff) + (rgb & 0xff);
  }

  @Test
  void inkIsLinearAndBounded() {
    assertEquals(0xffffff, ColourMap.INK.rgb(0));
    assertEquals(0, ColourMap.INK.rgb(1));
    assertEquals(0x808080, ColourMap.INK.rgb(0.5f)); // 127.5 is rounded up
    assertEquals(0, ColourMap.INK.rgb(7));
    assertEquals(0xffffff, ColourMap.INK.rgb(-7));
  }

  @Test
  void panelsAreStackedWithTheirGap() {
    Panel red = new Block(5, 3, 0xff0000);
    Panel blue = new Block(2, 4, 0x0000ff);
    BufferedImage below = Stack.below(6, List.of(red, blue)).render();
    assertEquals(5, below.getWidth());
    assertEquals(3 + 6 + 4, below.getHeight());
    assertEquals(0xff0000, below.getRGB(4, 2) & 0xffffff);
    assertEquals(0xffffff, below.getRGB(0, 3) & 0xffffff);
    assertEquals(0x0000ff, below.getRGB(1, 9) & 0xffffff);
    assertEquals(0xffffff, below.getRGB(2, 9) & 0xffffff);
    BufferedImage beside = Stack.beside(6, List.of(red, blue)).render();
    assertEquals(5 + 6 + 2, beside.getWidth());
    assertEquals(4, beside.getHeight());
    assertEquals(0x0000ff, beside.getRGB(11, 3) & 0xffffff);
  }

  @Test
  void colourBarsRunFromMinusToPlusTheLimit() {
    DivergingColours colours = new DivergingColours(3);
    BufferedImage bar = new ColourBar(colours).render();
    int last = bar.getWidth() - 2; // within the frame of one pixel
    assertEquals(colours.rgb(-3), bar.getRGB(1, 5) & 0xffffff);
    assertEquals(colours.rgb(3), bar.getRGB(last, 5) & 0xffffff);
    int middle = bar.getRGB((1 + last) / 2, 5) & 0xffffff;
    assertTrue(brightness(middle) > 3 * 250, "near white in the middle");
  }

  @Test
  void greyPicturesTakeABytePerPixel() throws IOException {
    BufferedImage grey = decode(Png.of(new Block(4, 3, 0x555555)));
    assertEquals(1, grey.getRaster().getNumBands());
    assertEquals(0x55, grey.getRaster().getSample(3, 2, 0));
    BufferedImage coloured = decode(Png.of(new Block(4, 3, 0x123456)));
    assertEquals(3, coloured.getRaster().getNumBands());
    assertEquals(0x123456, coloured.getRGB(0, 0) & 0xffffff);
  }

  @Test
  void animationsHaveTheirFramesTimesAndRepeat() throws IOException {
    List<Panel> frames =
        List.of(new Block(6, 4, 0), new Block(6, 4, 0x808080), new Block(5, 4, 0xc3c3c3));
    ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
    byte[] gif = AnimatedGif.of(frames, 120, 2000);
    try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(gif))) {
      reader.setInput(input);
      assertEquals(3, reader.getNumImages(true));
      int[] levels = {0, 0x80, 0xc3};
      String[] delays = {"12", "12", "200"};
      for (int f = 0; f < 3; f++) {
        BufferedImage frame = reader.read(f);
        assertEquals(6, frame.getWidth());
        assertEquals(4, frame.getHeight());
        assertEquals(levels[f] * 0x010101, frame.getRGB(4, 3) & 0xffffff, "frame " + f);
        IIOMetadataNode root =
            (IIOMetadataNode) reader.getImageMetadata(f).getAsTree("javax_imageio_gif_image_1.0");
        IIOMetadataNode control =
            (IIOMetadataNode) root.getElementsByTagName("GraphicControlExtension").item(0);
        assertEquals(delays[f], control.getAttribute("delayTime"), "frame " + f);
        NodeList repeats = root.getElementsByTagName("ApplicationExtension");
        assertEquals(f == 0 ? 1 : 0, repeats.getLength(), "repeats, frame " + f);
      }
      assertEquals(0xffffff, reader.read(2).getRGB(5, 0) & 0xffffff, "paper beside a small frame");
    } finally {
      reader.dispose();
    }
  }

  @Test
  void animationsWithoutEndAreGreyOnly() {
    List<Panel> coloured = List.of(new Block(2, 2, 0xff0000));
    assertThrows(IllegalArgumentException.class, () -> AnimatedGif.of(coloured, 10, 10));
    assertFalse(Png.isGrey(coloured.get(0).render()));
  }
}
