package io.boltzspark.engine.data;

import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/** Totals of the weights of rows, exact, so that they do not depend on the order of rows. */
final class WeightTotals implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SUM = 0;
  private static final int SQUARES = 1;

  private final ExactSums sums = new ExactSums(2);
  private long rows;
  private long hash;

  /**
   * The totals of a table.
   *
   * @param table position, and the weight where {@code cell} says
   */
  static WeightTotals of(JavaRDD<Row> table, WeightCell cell) {
    OfPartition totals = new OfPartition(cell);
    try {
      return JobGroup.run(
          table.context(),
          "boltz-data",
          "weights of rows",
          () -> table.mapPartitions(totals).treeReduce(WeightTotals::merge));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(cell.path(), e);
    }
  }

  /** Adds a row's weight, which is finite and not negative. */
  void add(long position, float weight) {
    sums.add(SUM, weight);
    sums.add(SQUARES, (double) weight * weight);
    long mixed = Float.floatToIntBits(weight) * 0x9E3779B97F4A7C15L + position;
    hash += (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    rows++;
    if (rows % (1 << 30) == 0) {
      sums.carry();
    }
  }

  /** Adds the totals of other rows, and returns these. */
  WeightTotals merge(WeightTotals other) {
    sums.merge(other.sums);
    rows += other.rows;
    hash += other.hash;
    return this;
  }

  boolean areAllZero() {
    return sums.get(SUM).signum() == 0;
  }

  double mean() {
    return decimal(SUM).divide(BigDecimal.valueOf(rows), MathContext.DECIMAL128).doubleValue();
  }

  /** {@code (sum w)^2 / sum w^2}, the effective number of rows (Kish 1965). */
  double effective() {
    BigDecimal sum = decimal(SUM);
    return sum.multiply(sum).divide(decimal(SQUARES), MathContext.DECIMAL128).doubleValue();
  }

  /** Sum over rows of a hash of position and weight. */
  long hash() {
    return hash;
  }

  private BigDecimal decimal(int which) {
    BigInteger unit = BigInteger.ONE.shiftLeft(-ExactSums.LOWEST_EXPONENT);
    return new BigDecimal(sums.get(which)).divide(new BigDecimal(unit), MathContext.DECIMAL128);
  }

  private record OfPartition(WeightCell cell)
      implements FlatMapFunction<Iterator<Row>, WeightTotals> {
    @Override
    public Iterator<WeightTotals> call(Iterator<Row> table) {
      WeightTotals totals = new WeightTotals();
      while (table.hasNext()) {
        Row row = table.next();
        long position = row.isNullAt(0) ? -1 : row.getLong(0);
        totals.add(position, cell.of(position, row));
      }
      return List.of(totals).iterator();
    }
  }
}
