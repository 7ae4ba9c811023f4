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
 * Totals of rows, unit by unit, each row as often as its weight says. They are exact, so mean and
 * variance depend neither on the order of rows nor on the tasks that read them.
 */
final class UnitTotals implements Serializable {
  private static final long serialVersionUID = 1;
  private static final MathContext DIGITS = MathContext.DECIMAL128;

  private final ExactSums sums;
  private final ExactSums squares;
  private final ExactSums weights = new ExactSums(1);
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
   * @param weighted whether these end with the row's weight
   * @param path their source, for messages
   */
  static UnitTotals of(
      JavaPairRDD<Long, byte[]> rows, RowFormat format, int units, boolean weighted, String path) {
    OfPartition totals = new OfPartition(format, units, weighted);
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

  /** Adds a row of finite values, which counts once. */
  void add(float[] values) {
    add(values, 1f);
  }

  /**
   * Adds a row of finite values.
   *
   * @param weight how many times it counts; finite and not negative. The smallest and the largest
   *     value are those of all rows, whatever their weight
   */
  void add(float[] values, float weight) {
    for (int i = 0; i < values.length; i++) {
      float value = values[i];
      double square = (double) value * value;
      double term = weight * square;
      sums.add(i, (double) weight * value);
      squares.add(i, term);
      squares.add(i, Math.fma(weight, square, -term)); // what rounding has taken from it
      minimum[i] = Math.min(minimum[i], value);
      maximum[i] = Math.max(maximum[i], value);
      binary &= value == 0f || value == 1f;
    }
    weights.add(0, weight);
    rows++;
    if (rows % (1 << 29) == 0) {
      sums.carry();
      squares.carry();
      weights.carry();
    }
  }

  /** Adds the totals of other rows, and returns these. */
  UnitTotals merge(UnitTotals other) {
    sums.merge(other.sums);
    squares.merge(other.squares);
    weights.merge(other.weights);
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

  /** Mean of each unit; needs a row with a weight above 0. */
  double[] mean() {
    double[] mean = new double[minimum.length];
    BigInteger weight = weights.get(0);
    Arrays.setAll(mean, i -> quotient(sums.get(i), weight));
    return mean;
  }

  /** Variance and extremes of each unit; needs a row with a weight above 0. */
  UnitSpread spread() {
    double[] variance = new double[minimum.length];
    Arrays.setAll(variance, this::variance);
    return new UnitSpread(variance, minimum.clone(), maximum.clone());
  }

  // (n sum x^2 - (sum x)^2) / n^2, with n the sum of weights, in whole numbers up to the division,
  // so
  // nothing cancels.
  private double variance(int unit) {
    BigInteger sum = sums.get(unit);
    BigInteger weight = weights.get(0);
    BigInteger numerator = weight.multiply(squares.get(unit)).subtract(sum.multiply(sum));
    return quotient(numerator, weight.multiply(weight));
  }

  /** Of two whole numbers in the same unit. */
  private static double quotient(BigInteger numerator, BigInteger denominator) {
    return new BigDecimal(numerator).divide(new BigDecimal(denominator), DIGITS).doubleValue();
  }

  private static final class OfPartition
      implements FlatMapFunction<Iterator<Tuple2<Long, byte[]>>, UnitTotals> {
    private static final long serialVersionUID = 1;
    private final RowFormat format;
    private final int units;
    private final boolean weighted;

    OfPartition(RowFormat format, int units, boolean weighted) {
      this.format = format;
      this.units = units;
      this.weighted = weighted;
    }

    @Override
    public Iterator<UnitTotals> call(Iterator<Tuple2<Long, byte[]>> rows) {
      UnitTotals totals = new UnitTotals(units);
      float[] values = new float[units];
      while (rows.hasNext()) {
        byte[] row = rows.next()._2();
        format.decode(row, 0, values, 0, units);
        totals.add(values, weighted ? RowFormat.weight(row) : 1f);
      }
      return List.of(totals).iterator();
    }
  }
}
