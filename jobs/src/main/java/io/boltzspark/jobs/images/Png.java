package io.boltzspark.jobs.images;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes a picture as PNG. */
public final class Png {
  private Png() {}

  /**
   * @return the bytes of a PNG: 8 bits a pixel where all is grey, else 24
   */
  public static byte[] of(Panel panel) {
    BufferedImage picture = panel.render();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (var output = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(isGrey(picture) ? grey(picture) : picture, "png", output)) {
        throw new IllegalStateException("this JDK has no writer for PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static boolean isGrey(BufferedImage picture) {
    for (int rgb : rgb(picture)) {
      int blue = rgb & 0xff;
      if ((rgb >> 16 & 0xff) != blue || (rgb >> 8 & 0xff) != blue) {
        return false;
      }
    }
    return true;
  }

  private static int[] rgb(BufferedImage picture) {
    int width = picture.getWidth();
    return picture.getRGB(0, 0, width, picture.getHeight(), null, 0, width);
  }

  /** Written past setRGB, which would bend the greys by a conversion of colour spaces. */
  private static BufferedImage grey(BufferedImage picture) {
    BufferedImage grey =
        new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
    byte[] values = greys(picture);
    byte[] target = ((DataBufferByte) grey.getRaster().getDataBuffer()).getData();
    System.arraycopy(values, 0, target, 0, values.length);
    return grey;
  }

  /** The levels of a grey picture, row-major. */
  static byte[] greys(BufferedImage picture) {
    int[] rgb = rgb(picture);
    byte[] levels = new byte[rgb.length];
    for (int i = 0; i < rgb.length; i++) {
      levels[i] = (byte) rgb[i];
    }
    return levels;
  }
}
