package io.boltzspark.network;

import java.io.Serializable;

/**
 * The shape of feature maps: one value for each position and channel. Units without positions, such
 * as those of a dense layer, are the channels of one position.
 */
public record Shape(int height, int width, int channels) implements Serializable {
  public Shape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(height + " x " + width + " x " + channels);
    }
    Math.multiplyExact(Math.multiplyExact(height, width), channels);
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
