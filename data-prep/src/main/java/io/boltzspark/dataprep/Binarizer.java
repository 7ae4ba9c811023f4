package io.boltzspark.dataprep;

import io.boltzspark.dataprep.random.Seeds;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Applies a {@link Binarization} to rows. What a row becomes depends on the row alone: its random
 * numbers are keyed by the seed and its id.
 *
 * @param binarization what to do
 * @param threshold the least grey / 255 that becomes 1
 * @param seed of the draws; another for every source
 */
record Binarizer(Binarization binarization, double threshold, long seed) implements Serializable {

  /** Replaces grey bytes 0..255 by the values of units. */
  void applyInPlace(long id, byte[] pixels) {
    switch (binarization) {
      case THRESHOLD -> thresholdInPlace(pixels);
      case SAMPLE -> sampleInPlace(new SplittableRandom(Seeds.derive(seed, id)), pixels);
      case NONE -> {}
    }
  }

  private void thresholdInPlace(byte[] pixels) {
    // The same comparison as grey / 255.0 >= threshold, made once for the 256 values.
    int least = 0;
    while (least < 256 && least / 255.0 < threshold) {
      least++;
    }
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) ((pixels[i] & 0xff) >= least ? 1 : 0);
    }
  }

  private static void sampleInPlace(SplittableRandom random, byte[] pixels) {
    for (int i = 0; i < pixels.length; i++) {
      // The upper 32 bits scaled to 0..254: 1 in grey of 255 cases, never for 0, always for 255.
      long draw = (random.nextLong() >>> 32) * 255 >>> 32;
      pixels[i] = (byte) (draw < (pixels[i] & 0xff) ? 1 : 0);
    }
  }
}
