package io.boltzspark.evaluation.neighbours;

import io.boltzspark.math.Matrix;

/**
 * How well a nearest-neighbour classifier that sees all other rows and samples tells rows of data
 * from samples of a model (Yale, Dash, Dutta, Guyon, Pavao and Bennett 2020, equation 1): with T
 * for the data, S for the samples, n of each, and d_AB(i) the distance of row i of A to the nearest
 * of B, itself left out,
 *
 * <pre>data = (1 / n) sum over i of [d_TS(i) &gt; d_TT(i)]
 * samples = (1 / n) sum over i of [d_ST(i) &gt; d_SS(i)]
 * accuracy = (data + samples) / 2</pre>
 *
 * <p>1/2 is best: rows and samples are indistinguishable. Towards 1 they differ; towards 0 each
 * sample is closer to the row that it resembles than rows are to one another: the rows are
 * memorised. Of the one-sided values, {@code data} near 1 means that the samples miss parts of the
 * data (or all of it), {@code samples} near 1 that they lie elsewhere or are too similar to one
 * another.
 *
 * <p>Equal distances count as 0 on both sides, as published. Integer data has many ties: {@code
 * ties} is their share, and half of it may be missing from 1/2.
 *
 * @param data share of rows that are closer to other rows than to samples
 * @param samples share of samples that are closer to other samples than to rows
 * @param ties share of rows and samples whose two distances are equal
 */
public record AdversarialAccuracy(double data, double samples, double ties) {

  /** The mean of the one-sided values. */
  public double value() {
    return (data + samples) / 2;
  }

  /**
   * The accuracy for rows and equally many samples.
   *
   * @param data visible states, rows x units; at least 2
   * @param samples samples of the model, as many as rows
   * @throws IllegalArgumentException if there are too few, or the numbers differ
   */
  public static AdversarialAccuracy of(Matrix data, Matrix samples) {
    return of(
        NearestNeighbours.distancesWithin(data, 1),
        NearestNeighbours.distances(data, samples, 1),
        NearestNeighbours.distances(samples, data, 1),
        NearestNeighbours.distancesWithin(samples, 1));
  }

  /**
   * The accuracy from known distances.
   *
   * @param dataToData distance of each row to the nearest other row
   * @param dataToSamples distance of each row to the nearest sample
   * @param samplesToData distance of each sample to the nearest row
   * @param samplesToSamples distance of each sample to the nearest other sample
   * @throws IllegalArgumentException if their numbers differ
   */
  public static AdversarialAccuracy of(
      double[] dataToData,
      double[] dataToSamples,
      double[] samplesToData,
      double[] samplesToSamples) {
    int n = dataToData.length;
    if (dataToSamples.length != n || samplesToData.length != n || samplesToSamples.length != n) {
      throw new IllegalArgumentException(n + " rows and " + samplesToData.length + " samples");
    }
    int dataApart = 0;
    int samplesApart = 0;
    int ties = 0;
    for (int i = 0; i < n; i++) {
      dataApart += dataToSamples[i] > dataToData[i] ? 1 : 0;
      samplesApart += samplesToData[i] > samplesToSamples[i] ? 1 : 0;
      ties += dataToSamples[i] == dataToData[i] ? 1 : 0;
      ties += samplesToData[i] == samplesToSamples[i] ? 1 : 0;
    }
    return new AdversarialAccuracy(
        (double) dataApart / n, (double) samplesApart / n, ties / (2.0 * n));
  }
}
