package io.boltzspark.engine.data;

import io.boltzspark.learning.RowFormat;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * Totals of rows, unit by unit. They are exact, so mean and variance depend neither on the order of
 * rows nor on the tasks that read them.
 */
final class UnitTotals implements Serializable {
  private static final long serialVersionUID = 1;
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  private final ExactSums sums;
  private final ExactSums squares;
  private final float[] minimum;
  private final float[] maximum;
  private boolean binary = true;
  private long rows;

  UnitTotals(int units) {
    sums = new ExactSums(units);
    squares = new ExactSums(units);
    minimum = new float[units];
    maximum = new float[units];
    Arrays.fill(minimum, Float.POSITIVE_INFINITY);
    Arrays.fill(maximum, Float.NEGATIVE_INFINITY);
  }

  /**
   * The totals of all rows.
   *
   * @param rows position and bytes of each
   * @param path their source, for messages
   */
  static UnitTotals of(JavaPairRDD<Long, byte[]> rows, RowFormat format, int units, String path) {
    OfPartition totals = new OfPartition(format, units);
    try {
      return JobGroup.run(
          rows.context(),
          "boltz-data",
          "variance of each visible unit",
          () -> rows.mapPartitions(totals).treeReduce(UnitTotals::merge));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(path, e);
    }
  }

  /** Adds a row of finite values. */
  void add(float[] values) {
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      sums.add(i, value);
      squares.add(i, (double) value * value);
      minimum[i] = Math.min(minimum[i], value);
      maximum[i] = Math.max(maximum[i], value);
      binary &= value == 0f || value == 1f;
    }
    rows++;
    if (rows % (1 << 30) == 0) {
      sums.carry();
      squares.carry();
    }
  }

  /** Adds the totals of other rows, and returns these. */
  UnitTotals merge(UnitTotals other) {
    sums.merge(other.sums);
    squares.merge(other.squares);
    for (int i = 0; i < minimum.length; i++) {
      minimum[i] = Math.min(minimum[i], other.minimum[i]);
      maximum[i] = Math.max(maximum[i], other.maximum[i]);
    }
    binary &= other.binary;
    rows += other.rows;
    return this;
  }

  long rows() {
    return rows;
  }

  /** Whether every value is 0 or 1. */
  boolean isBinary() {
    return binary;
  }

  /** Mean of each unit; needs a row. */
  double[] mean() {
    double[] mean = new double[minimum.length];
    Arrays.setAll(mean, i -> quotient(sums.get(i), rows(1), ExactSums.LOWEST_EXPONENT));
    return mean;
  }

  /** Variance and extremes of each unit; needs a row. */
  UnitSpread spread() {
    double[] variance = new double[minimum.length];
    Arrays.setAll(variance, this::variance);
    return new UnitSpread(variance, minimum.clone(), maximum.clone());
  }

  // (n sum x^2 - (sum x)^2) / n^2, in whole numbers up to the division, so nothing cancels.
  private double variance(int unit) {
    BigInteger sum = sums.get(unit);
    BigInteger all = rows(1).multiply(squares.get(unit)).shiftLeft(-ExactSums.LOWEST_EXPONENT);
    BigInteger numerator = all.subtract(sum.multiply(sum));
    return quotient(numerator, rows(2), 2 * ExactSums.LOWEST_EXPONENT);
  }

  private BigInteger rows(int power) {
    return BigInteger.valueOf(rows).pow(power);
  }

  /** {@code numerator 2^exponent / denominator}. */
  private static double quotient(BigInteger numerator, BigInteger denominator, int exponent) {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), DIGITS)
        .multiply(BigDecimal.valueOf(2).pow(exponent, DIGITS), DIGITS)
        .doubleValue();
  }

  private static final class OfPartition
      implements FlatMapFunction<Iterator<Tuple2<Long, byte[]>>, UnitTotals> {
    private static final long serialVersionUID = 1;
    private final RowFormat format;
    private final int units;

    OfPartition(RowFormat format, int units) {
      this.format = format;
      this.units = units;
    }

    @Override
    public Iterator<UnitTotals> call(Iterator<Tuple2<Long, byte[]>> rows) {
      UnitTotals totals = new UnitTotals(units);
      float[] values = new float[units];
      while (rows.hasNext()) {
        format.decode(rows.next()._2(), 0, values, 0, units);
        totals.add(values);
      }
      return List.of(totals).iterator();
    }
  }
}
