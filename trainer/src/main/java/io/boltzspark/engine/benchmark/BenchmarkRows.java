package io.boltzspark.engine.benchmark;

import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.dataprep.digits.DrawnDigits;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * The binary rows of a {@link StepBenchmark}.
 *
 * @param title what they are
 * @param count number of rows
 * @param format how a row's values are encoded
 * @param moments of each value
 * @param source position and bytes of each row
 */
public record BenchmarkRows(
    String title,
    int count,
    RowFormat format,
    VisibleMoments moments,
    Function<JavaSparkContext, JavaPairRDD<Long, byte[]>> source) {
  private static final int DIGITS = 5_000;

  /** No divisor of the number of digits, so that all of them come before the first one again. */
  private static final long STRIDE = 2_741;

  private static final int THRESHOLD = 128;

  /** Number of values of a row. */
  public int units() {
    return moments.mean().length;
  }

  /** The share of values that are 1. */
  double share() {
    return Arrays.stream(moments.mean()).average().orElse(0);
  }

  /**
   * The values of the rows at positions 0 .. count - 1, or of all if there are fewer, for other
   * programs: a byte of 0 or 1 for each unit.
   */
  public List<byte[]> first(JavaSparkContext spark, int count) {
    JavaPairRDD<Long, byte[]> rows = source.apply(spark).filter(row -> row._1() < count);
    String description = "the first %d rows".formatted(Math.min(count, this.count));
    try {
      return JobGroup.run(spark.sc(), "boltz-benchmark", description, rows::collect).stream()
          .sorted(Comparator.comparing(Tuple2::_1))
          .map(row -> states(row._2()))
          .toList();
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.whileReading(title, e);
    }
  }

  private byte[] states(byte[] row) {
    float[] values = new float[units()];
    format.decode(row, 0, values, 0, values.length);
    byte[] states = new byte[values.length];
    for (int i = 0; i < states.length; i++) {
      states[i] = (byte) values[i];
    }
    return states;
  }

  /** The training rows of binary data. */
  public static BenchmarkRows of(TrainingData data) {
    return new BenchmarkRows(
        data.title(),
        Math.toIntExact(data.rows(Part.TRAIN)),
        data.format(),
        new VisibleMoments(data.mean(), data.variance(), data.rows(Part.TRAIN)),
        spark -> data.bytes(Part.TRAIN, false));
  }

  /**
   * Drawn digits, thresholded, as many pixels of each as the machine has visible units, again and
   * again in an order of their own. About as many pixels are on as in MNIST, and neighbours depend
   * on one another.
   */
  public static BenchmarkRows drawn(int units, int count) {
    byte[][] images = DrawnDigits.images(DIGITS);
    byte[][] digits = new byte[DIGITS][units];
    double[] mean = new double[units];
    for (int d = 0; d < DIGITS; d++) {
      for (int i = 0; i < units; i++) {
        int grey = images[d][(int) ((long) i * images[d].length / units)] & 0xff;
        digits[d][i] = (byte) (grey >= THRESHOLD ? 1 : 0);
        mean[i] += (double) digits[d][i] / DIGITS;
      }
    }
    double[] variance = Arrays.stream(mean).map(m -> m * (1 - m)).toArray();
    return new BenchmarkRows(
        "drawn digits",
        count,
        RowFormat.BINARY,
        new VisibleMoments(mean, variance, count),
        spark -> repeated(spark, spark.broadcast(digits), count));
  }

  /** Rows 0 to {@code count} - 1, made where they are used. */
  private static JavaPairRDD<Long, byte[]> repeated(
      JavaSparkContext spark, Broadcast<byte[][]> digits, int count) {
    return JavaPairRDD.fromJavaRDD(
        spark
            .sc()
            .range(0, count, 1, spark.defaultParallelism())
            .toJavaRDD()
            .map(p -> new Tuple2<>((Long) p, digit(digits.value(), (Long) p))));
  }

  private static byte[] digit(byte[][] digits, long position) {
    return digits[(int) (position * STRIDE % digits.length)];
  }
}
