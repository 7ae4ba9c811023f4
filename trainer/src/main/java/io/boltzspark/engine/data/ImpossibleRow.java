package io.boltzspark.engine.data;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.FlatMapFunction;
import scala.Tuple2;

/**
 * A row of data that is no state of visible units.
 *
 * @param part of the row
 * @param position in its part
 * @param fault as {@link UnitSpec#faultOfData} says it
 */
record ImpossibleRow(Part part, long position, String fault) implements Serializable {

  /**
   * The first of all rows that is no state of units. Rows are looked at only where the facts of the
   * data leave it open.
   */
  static Optional<ImpossibleRow> in(TrainingData data, UnitSpec units) {
    for (Part part : Part.values()) {
      if (data.rows(part) > 0 && !areKnownToFit(data, part, units.type())) {
        Optional<ImpossibleRow> found = data.firstImpossible(part, units);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean areKnownToFit(TrainingData data, Part part, UnitType type) {
    return switch (data.format().kind()) {
      case CATEGORIES -> type == UnitType.POTTS; // each was looked at when it became a category
      case BINARY, GREY -> fit(type, data.isBinary(), 0, 1);
      case FLOAT -> // only of training rows the extremes are known
          type.takesAnyValue()
              || part == Part.TRAIN && fit(type, data.isBinary(), data.minimum(), data.maximum());
    };
  }

  private static boolean fit(UnitType type, boolean binary, double minimum, double maximum) {
    return switch (type) {
      case GAUSSIAN -> true;
      case BERNOULLI -> minimum >= 0 && maximum <= 1;
      case RECTIFIED, NOISY_RECTIFIED -> minimum >= 0;
      case SPIN, BINOMIAL -> binary;
      case POTTS, MULTINOMIAL -> false;
    };
  }

  /**
   * Where it is, such as {@code the value 9.0 at index 3 of the train row at position 5}; may run a
   * Spark job.
   *
   * @param data that has the row
   */
  String where(TrainingData data) {
    return fault + " of " + data.rowAt(part, position);
  }

  /** The first of a partition's rows, by position, if there is one. */
  record OfPartition(UnitSpec units, RowFormat format, int width, Part part)
      implements FlatMapFunction<Iterator<Tuple2<Long, byte[]>>, ImpossibleRow> {

    @Override
    public Iterator<ImpossibleRow> call(Iterator<Tuple2<Long, byte[]>> rows) {
      float[] values = new float[width];
      ImpossibleRow first = null;
      while (rows.hasNext()) {
        Tuple2<Long, byte[]> row = rows.next();
        if (first == null || row._1() < first.position()) {
          format.decode(row._2(), 0, values, 0, width);
          Optional<String> fault = units.faultOfData(values);
          if (fault.isPresent()) {
            first = new ImpossibleRow(part, row._1(), fault.get());
          }
        }
      }
      return first == null ? List.<ImpossibleRow>of().iterator() : List.of(first).iterator();
    }
  }
}
