package io.boltzspark.network;

import java.io.Serializable;

/**
 * The shape of feature maps: one value for each position and channel. Units without positions, such
 * as those of a dense layer, are the channels of one position.
 */
public record Shape(int height, int width, int channels) implements Serializable {
  public Shape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          height + "x" + width + "x" + channels + " is no shape: each extent is at least 1");
    }
    if ((long) height * width > Integer.MAX_VALUE
        || (long) height * width * channels > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          height + "x" + width + "x" + channels + " has more than 2^31 - 1 values");
    }
  }

  /** The shape of {@code units} units without positions. */
  public static Shape ofUnits(int units) {
    return new Shape(1, 1, units);
  }

  public int positions() {
    return height * width;
  }

  /** Number of values of an image. */
  public int size() {
    return positions() * channels;
  }

  @Override
  public String toString() {
    return positions() == 1 ? "" + channels : height + "x" + width + "x" + channels;
  }
}
