package io.boltzspark.jobs.report.charts;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HistogramTest {

  @Test
  void countsAreThoseOfADoubleLoop() {
    long seed = 7;
    Random random = new Random(seed);
    float[] values = new float[5000];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    int from = 500;
    Histogram histogram = Histogram.of(values, from, values.length);
    double least = Double.MAX_VALUE;
    double greatest = -Double.MAX_VALUE;
    double sum = 0;
    for (int i = from; i < values.length; i++) {
      least = Math.min(least, values[i]);
      greatest = Math.max(greatest, values[i]);
      sum += values[i];
    }
    assertEquals(least, histogram.least());
    assertEquals(greatest, histogram.greatest());
    // Sums of 4,500 doubles of size 1 differ by at most 4,500 roundings of 1e-16 each.
    assertEquals(sum / 4500, histogram.mean(), 1e-12);
    int intervals = histogram.counts().length;
    long[] counts = new long[intervals];
    for (int bin = 0; bin < intervals; bin++) {
      for (int i = from; i < values.length; i++) {
        double place = (values[i] - least) / (greatest - least) * intervals;
        boolean last = bin == intervals - 1 && place >= intervals;
        counts[bin] += place >= bin && place < bin + 1 || last ? 1 : 0;
      }
    }
    assertArrayEquals(counts, histogram.counts());
  }

  @Test
  void equalValuesFillOneInterval() {
    Histogram histogram = Histogram.of(new float[] {2, 2, 2}, 0, 3);
    assertArrayEquals(new long[] {3}, histogram.counts());
    assertEquals(0, histogram.deviation());
    // It can still be drawn.
    histogram.write(new Html(), "h", "three twos");
  }

  @Test
  void deviationOfTwoValuesIsHalfTheirDistance() {
    Histogram histogram = Histogram.of(new float[] {1, 5}, 0, 2);
    assertEquals(3, histogram.mean());
    assertEquals(2, histogram.deviation());
    assertEquals(1, histogram.counts()[0]);
    assertEquals(1, histogram.counts()[histogram.counts().length - 1]);
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Histogram.of(new float[] {1, Float.NaN}, 0, 2));
  }
}
