package io.boltzspark.dataprep;

import io.boltzspark.dataprep.random.Seeds;
import java.io.Serializable;
import java.util.SplittableRandom;

/**
 * Applies a {@link Binarization} to rows. The result depends on the row alone: random numbers are
 * keyed by the seed and the id of the row.
 *
 * @param binarization the rule
 * @param threshold the least grey / 255 that becomes 1
 * @param seed of the draws; a different one for each source
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
    // The comparison grey / 255.0 >= threshold, made once for all 256 values.
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
