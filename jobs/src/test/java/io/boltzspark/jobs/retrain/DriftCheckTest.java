package io.boltzspark.jobs.retrain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.testing.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DriftCheckTest {

  @Test
  void aShiftByHalfADeviation() {
    // q = 0.5 * 0.5 up to the shift of the pooled mean, which many current rows hold near 0.5.
    long many = 1_000_000_000;
    double drift = DriftCheck.drift(data(1_000_000, 0.75, 0.75), data(many, 0.5, 0.5));
    // sqrt(0.25^2 / 0.25) = 0.5; the pooled mean moves by 0.00025, chance takes 1e-6 off the
    // square.
    assertEquals(0.5, drift, 1e-4);
  }

  @Test
  void aUnitThatNeverVariedCounts() {
    assertTrue(DriftCheck.drift(data(100, 1, 0.5), data(100, 0, 0.5)) > 1);
    assertEquals(0, DriftCheck.drift(data(100, 0, 1), data(100, 0, 1)));
  }

  /** On average the square is 0 for rows of one kind, so that few rows raise no alarm. */
  @Test
  void chanceAloneIsNoDrift() {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    int units = 200;
    double[] p = random.doubles(units).toArray();
    int tries = 50;
    double sum = 0;
    for (int t = 0; t < tries; t++) {
      double drift = DriftCheck.drift(drawn(random, p, 40), drawn(random, p, 400));
      sum += drift * drift;
    }
    // One square has a deviation of about sqrt(2 / units) (1 / 40 + 1 / 400) = 0.00275, and the
    // negative half counts as 0: 0.4 deviations on average, 0.58 of spread. Six of those over
    // sqrt(50) more.
    double most = 0.00275 * (0.4 + 6 * 0.58 / Math.sqrt(tries));
    assertTrue(sum / tries < 1.5 * most, "seed " + seed + ": " + sum / tries);
  }

  /** Of zeros and ones the variance is p (1 - p), and values of another scale drift as much. */
  @Test
  void ofTablesItIsInDeviationsWhateverTheScale() {
    double ofImages = DriftCheck.drift(data(300, 0.6, 0.2), data(700, 0.5, 0.3));
    double same =
        DriftCheck.drift(
            table(300, List.of(0.6, 0.2), List.of(0.24, 0.16)),
            table(700, List.of(0.5, 0.3), List.of(0.25, 0.21)));
    assertEquals(ofImages, same, 1e-12);
    double scaled =
        DriftCheck.drift(
            table(300, List.of(-160.0, -560.0), List.of(0.24e6, 0.16e6)),
            table(700, List.of(-260.0, -460.0), List.of(0.25e6, 0.21e6)));
    double shifted =
        DriftCheck.drift(
            table(300, List.of(100.0, -100.0), List.of(0.24e6, 0.16e6)),
            table(700, List.of(0.0, 0.0), List.of(0.25e6, 0.21e6)));
    assertEquals(ofImages, scaled, 1e-12);
    assertEquals(ofImages, shifted, 1e-12);
  }

  private static DataSummary table(long rows, List<Double> mean, List<Double> variance) {
    return new DataSummary(2, 1, false, rows, 1, "f", mean, variance, Optional.empty());
  }

  private static DataSummary drawn(Random random, double[] p, int rows) {
    double[] mean = new double[p.length];
    for (int row = 0; row < rows; row++) {
      for (int i = 0; i < p.length; i++) {
        mean[i] += random.nextDouble() < p[i] ? 1.0 / rows : 0;
      }
    }
    return data(rows, mean);
  }

  private static DataSummary data(long rows, double... mean) {
    List<Double> means = new ArrayList<>();
    Arrays.stream(mean).forEach(means::add);
    return new DataSummary(mean.length, 1, true, rows, 1, "f", means, List.of(), Optional.empty());
  }
}
