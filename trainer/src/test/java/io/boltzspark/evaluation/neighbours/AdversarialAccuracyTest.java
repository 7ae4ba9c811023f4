package io.boltzspark.evaluation.neighbours;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.SampledMean;
import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSeed;
import org.junit.jupiter.api.Test;

class AdversarialAccuracyTest {
  private final long seed = TestSeed.next();

  @Test
  void itIsTheDefinition() {
    Matrix data = NaiveDistances.binary(150, 20, seed);
    Matrix samples = NaiveDistances.binary(150, 20, seed + 1);
    double[] withinData = NaiveDistances.kth(data, data, 1, true);
    double[] withinSamples = NaiveDistances.kth(samples, samples, 1, true);
    double[] toSamples = NaiveDistances.kth(data, samples, 1, false);
    double[] toData = NaiveDistances.kth(samples, data, 1, false);
    double ofData = 0;
    double ofSamples = 0;
    double ties = 0;
    for (int i = 0; i < 150; i++) {
      ofData += toSamples[i] > withinData[i] ? 1 : 0;
      ofSamples += toData[i] > withinSamples[i] ? 1 : 0;
      ties += toSamples[i] == withinData[i] ? 1 : 0;
      ties += toData[i] == withinSamples[i] ? 1 : 0;
    }
    AdversarialAccuracy found = AdversarialAccuracy.of(data, samples);
    assertEquals(ofData / 150, found.data(), 1e-15, "seed " + seed);
    assertEquals(ofSamples / 150, found.samples(), 1e-15, "seed " + seed);
    assertEquals(ties / 300, found.ties(), 1e-15, "seed " + seed);
    assertTrue(found.ties() > 0, "20 columns of 0 and 1 have equal distances, seed " + seed);
    assertEquals((ofData + ofSamples) / 300, found.value(), 1e-15, "seed " + seed);
  }

  @Test
  void samplesThatRepeatTheRowsShow() {
    Matrix train = NaiveDistances.normal(200, 10, 0, 1, seed);
    Matrix test = NaiveDistances.normal(200, 10, 0, 1, seed + 1);
    AdversarialAccuracy memorised = AdversarialAccuracy.of(train, train);
    assertEquals(0, memorised.value(), "all copied");
    double loss = AdversarialAccuracy.of(test, train).value() - memorised.value();
    // The mean of 400 indicators of mean about 1/2, neighbouring ones dependent: 5 sigma are below
    // 0.25 if not more than four hang together.
    assertEquals(0.5, loss, 0.25, "seed " + seed);
  }

  @Test
  void samplesElsewhereAreAllToldApart() {
    Matrix data = NaiveDistances.normal(50, 3, 0, 1, seed);
    Matrix samples = NaiveDistances.normal(50, 3, 1000, 1, seed + 1);
    AdversarialAccuracy found = AdversarialAccuracy.of(data, samples);
    assertEquals(1, found.data(), "seed " + seed);
    assertEquals(1, found.samples(), "seed " + seed);
    assertEquals(0, found.ties(), "seed " + seed);
  }

  /** All samples are one row of the data: these know no diversity, but nothing else is wrong. */
  @Test
  void samplesThatAreAllAlikeShowOnOneSide() {
    Matrix data = NaiveDistances.normal(50, 3, 0, 1, seed);
    Matrix samples = Matrix.zeros(50, 3);
    for (int r = 0; r < 50; r++) {
      samples.rows(r, r + 1).setFrom(data.rows(0, 1));
    }
    AdversarialAccuracy found = AdversarialAccuracy.of(data, samples);
    assertEquals(0, found.samples(), "each coincides with a row, and with samples: a tie");
    // A row is no nearer to the samples than to row 0, where they are.
    assertTrue(found.data() > 0.5, found + ", seed " + seed);
    assertTrue(found.ties() >= 0.5, found + ", seed " + seed);
  }

  /** Given a row, the n - 1 others and n samples are equally likely to be the nearest. */
  @Test
  void oneDistributionIsNotToldApart() {
    int n = 60;
    SampledMean.of(
            400,
            seed,
            s ->
                AdversarialAccuracy.of(
                        NaiveDistances.normal(n, 2, 0, 1, s),
                        NaiveDistances.normal(n, 2, 0, 1, s + 1))
                    .value())
        .assertIs((n - 1.0) / (2 * n - 1), 0, "seed " + seed);
  }

  @Test
  void asManySamplesAsRowsAreNeeded() {
    Matrix rows = NaiveDistances.normal(5, 2, 0, 1, seed);
    assertThrows(
        IllegalArgumentException.class, () -> AdversarialAccuracy.of(rows, rows.rows(0, 4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> AdversarialAccuracy.of(rows.rows(0, 1), rows.rows(0, 1)));
  }
}
