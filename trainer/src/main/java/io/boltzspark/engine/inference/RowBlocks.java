package io.boltzspark.engine.inference;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Rows of data in blocks of consecutive positions, the same blocks whatever the number of tasks.
 *
 * <p>Where states are drawn, each block draws from its own random numbers, which depend on its part
 * and number alone.
 *
 * @param rows how the data's rows become states
 */
record RowBlocks(JavaSparkContext spark, TrainingData data, VisibleRows rows) {
  /** A multiple of the batches of {@link io.boltzspark.evaluation.ReconstructionError}. */
  private static final int SIZE = 500;

  private static final long DRAWING_SEED = 1;

  /** The position of a block's first row. */
  static long firstPosition(long block) {
    return block * SIZE;
  }

  /** The states of the first rows of a part, on the driver, drawn independently of blocks. */
  Matrix first(Part part, int count) {
    RandomStream random = new RandomStream(DRAWING_SEED, Purpose.EVALUATION, part.ordinal(), -1);
    return data.first(part, count, rows, random);
  }

  /** Position and bytes of the first rows of a part, in any order. */
  JavaPairRDD<Long, byte[]> bytes(Part part, int count) {
    return bytes(part, count, false);
  }

  /** The same, each row followed by its weight if asked for. */
  JavaPairRDD<Long, byte[]> bytes(Part part, int count, boolean withWeights) {
    long end = count;
    return data.bytes(part, rows.labels() > 0, withWeights)
        .filter(row -> row._1() >= 0 && row._1() < end);
  }

  /** The first rows of a part in blocks, each with its number. */
  JavaPairRDD<Long, Iterable<Tuple2<Long, byte[]>>> of(Part part, int count) {
    int blocks = (count + SIZE - 1) / SIZE;
    int tasks = Math.min(blocks, 2 * spark.defaultParallelism());
    return bytes(part, count)
        .mapToPair(row -> new Tuple2<>(row._1() / SIZE, row))
        .groupByKey(tasks);
  }

  /** The states of a block of rows, in the order of their positions. */
  static Matrix decode(
      VisibleRows rows, Part part, Tuple2<Long, Iterable<Tuple2<Long, byte[]>>> numbered) {
    long block = numbered._1();
    List<Tuple2<Long, byte[]>> found = new ArrayList<>();
    numbered._2().forEach(found::add);
    found.sort(Comparator.comparing(Tuple2::_1));
    Matrix states = Matrix.zeros(found.size(), rows.units());
    RandomStream random = new RandomStream(DRAWING_SEED, Purpose.EVALUATION, part.ordinal(), block);
    VisibleRows.Reader reader = rows.reader();
    for (int r = 0; r < found.size(); r++) {
      if (found.get(r)._1() != block * SIZE + r) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the "
                + part.directoryName()
                + " rows have the position "
                + found.get(r)._1()
                + " where "
                + (block * SIZE + r)
                + " was expected; prepare the data again");
      }
      reader.decode(found.get(r)._2(), states, r, random);
    }
    return states;
  }
}
