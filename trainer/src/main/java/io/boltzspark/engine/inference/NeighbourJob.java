package io.boltzspark.engine.inference;

import io.boltzspark.evaluation.neighbours.AdversarialAccuracy;
import io.boltzspark.evaluation.neighbours.NearestNeighbours;
import io.boltzspark.math.Matrix;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.broadcast.Broadcast;

/**
 * Distances between rows that the driver holds, computed by Spark: each task finds the neighbours
 * of some slices of rows among all others. Slices have a fixed size, so that the result does not
 * depend on the number of tasks.
 */
public final class NeighbourJob {
  private static final int SLICE = 256;

  private final JavaSparkContext spark;

  public NeighbourJob(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * {@link AdversarialAccuracy#of(Matrix, Matrix)}.
   *
   * @param data visible states, rows x units; at least 2
   * @param samples samples of the model, as many as rows of data
   */
  public AdversarialAccuracy adversarialAccuracy(Matrix data, Matrix samples) {
    Shared sharedData = share(data);
    Shared sharedSamples = share(samples);
    try {
      return JobGroup.run(
          spark.sc(),
          "boltz-evaluate",
          "nearest neighbours of " + data.rows() + " rows and " + samples.rows() + " samples",
          () ->
              AdversarialAccuracy.of(
                  nearest(sharedData, sharedData, true),
                  nearest(sharedData, sharedSamples, false),
                  nearest(sharedSamples, sharedData, false),
                  nearest(sharedSamples, sharedSamples, true)));
    } catch (Exception e) { // SparkException is checked, but not declared
      throw Failures.firstCause(e);
    } finally {
      sharedData.values().destroy();
      sharedSamples.values().destroy();
    }
  }

  private Shared share(Matrix m) {
    return new Shared(spark.broadcast(m.toArray()), m.rows(), m.columns());
  }

  private double[] nearest(Shared rows, Shared others, boolean same) {
    List<Integer> slices = IntStream.range(0, (rows.rows() + SLICE - 1) / SLICE).boxed().toList();
    int tasks = Math.min(slices.size(), 2 * spark.defaultParallelism());
    return spark
        .parallelize(slices, tasks)
        .map(new NearestCall(rows, others, same))
        .collect()
        .stream()
        .flatMapToDouble(Arrays::stream)
        .toArray();
  }

  /** A matrix that every executor has. */
  private record Shared(Broadcast<float[]> values, int rows, int columns) implements Serializable {
    Matrix matrix() {
      return new Matrix(values.value(), 0, rows, columns);
    }
  }

  /** A slice of rows, on an executor. */
  private record NearestCall(Shared rows, Shared others, boolean same)
      implements Function<Integer, double[]> {
    @Override
    public double[] call(Integer slice) {
      int from = slice * SLICE;
      int to = Math.min(rows.rows(), from + SLICE);
      return same
          ? NearestNeighbours.distancesWithin(rows.matrix(), from, to, 1)
          : NearestNeighbours.distances(rows.matrix().rows(from, to), others.matrix(), 1);
    }
  }
}
