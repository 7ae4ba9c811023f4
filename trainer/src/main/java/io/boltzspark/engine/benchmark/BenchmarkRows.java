package io.boltzspark.engine.benchmark;

import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.dataprep.digits.DrawnDigits;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Binary rows that resemble data: drawn digits, thresholded, as many pixels of each as the machine
 * has visible units, again and again in an order of their own. About as many pixels are on as in
 * MNIST, and neighbours depend on one another.
 */
final class BenchmarkRows {
  private static final int DIGITS = 5_000;

  /** No divisor of the number of digits, so that all of them come before the first one again. */
  private static final long STRIDE = 2_741;

  private static final int THRESHOLD = 128;

  private final byte[][] digits = new byte[DIGITS][];

  /**
   * @param units number of values of a row
   */
  BenchmarkRows(int units) {
    byte[][] images = DrawnDigits.images(DIGITS);
    for (int d = 0; d < DIGITS; d++) {
      byte[] row = new byte[units];
      for (int i = 0; i < units; i++) {
        int grey = images[d][(int) ((long) i * images[d].length / units)] & 0xff;
        row[i] = (byte) (grey >= THRESHOLD ? 1 : 0);
      }
      digits[d] = row;
    }
  }

  /** Rows 0 to {@code count} - 1, made where they are used. */
  JavaPairRDD<Long, byte[]> rows(JavaSparkContext spark, int count) {
    Broadcast<byte[][]> pool = spark.broadcast(digits);
    return JavaPairRDD.fromJavaRDD(
        spark
            .sc()
            .range(0, count, 1, spark.defaultParallelism())
            .toJavaRDD()
            .map(p -> new Tuple2<>((Long) p, pool.value()[(int) ((Long) p * STRIDE % DIGITS)])));
  }

  /** The moments of each value over the digits. */
  VisibleMoments moments() {
    double[] mean = new double[digits[0].length];
    double[] variance = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      for (byte[] digit : digits) {
        mean[i] += (double) digit[i] / DIGITS;
      }
      variance[i] = mean[i] * (1 - mean[i]);
    }
    return new VisibleMoments(mean, variance);
  }

  /** The share of values that are 1. */
  double share() {
    double sum = 0;
    for (double mean : moments().mean()) {
      sum += mean;
    }
    return sum / digits[0].length;
  }
}
