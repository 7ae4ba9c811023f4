package io.boltzspark.dataprep;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Runs in tasks: streams slices of IDX files, binarises each row and says where it goes. Holds one
 * image at a time.
 */
final class ReadRows implements FlatMapFunction<Iterator<Integer>, Row> {
  private static final long serialVersionUID = 1L;

  /** What it gives: the columns of the files, and the two that route a row there. */
  static final StructType SCHEMA =
      new StructType()
          .add("part", DataTypes.IntegerType, false)
          .add("shard", DataTypes.IntegerType, false)
          .add("id", DataTypes.LongType, false)
          .add("position", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, true)
          .add("pixels", DataTypes.BinaryType, false);

  /** A plain file is read by one task for about so many bytes. */
  private static final long SLICE_BYTES = 32L << 20;

  /**
   * A source with all that a row of it becomes.
   *
   * @param pair the files
   * @param layout where its rows go
   * @param binarizer what its pixels become
   */
  record SourcePlan(IdxPair pair, SourceLayout layout, Binarizer binarizer)
      implements Serializable {

    /** Slices that tasks can read apart; one when the images are compressed. */
    int slices() {
      IdxFile images = pair.images();
      return images.gzip()
          ? 1
          : (int) Math.min(pair.rows(), 1 + images.header().fileBytes() / SLICE_BYTES);
    }
  }

  private final SerializableConfiguration hadoop;
  private final List<SourcePlan> sources;

  ReadRows(Configuration hadoop, List<SourcePlan> sources) {
    this.hadoop = new SerializableConfiguration(hadoop);
    this.sources = List.copyOf(sources);
  }

  /** Slices of all sources; a task's input is the number of one. */
  int slices() {
    return sources.stream().mapToInt(SourcePlan::slices).sum();
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> slices) throws IOException {
    if (!slices.hasNext()) {
      return List.<Row>of().iterator();
    }
    int slice = slices.next();
    if (slices.hasNext()) {
      throw new IllegalStateException("a task reads one slice");
    }
    int source = 0;
    while (slice >= sources.get(source).slices()) {
      slice -= sources.get(source++).slices();
    }
    SourcePlan plan = sources.get(source);
    long rows = plan.pair().rows();
    IdxRows in =
        new IdxRows(
            hadoop.value(),
            plan.pair(),
            rows * slice / plan.slices(),
            rows * (slice + 1) / plan.slices());
    closeAfterTask(in);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return in.hasNext();
      }

      @Override
      public Row next() {
        return prepare(plan, in.next());
      }
    };
  }

  private static Row prepare(SourcePlan plan, IdxRows.IdxRow row) {
    plan.binarizer().applyInPlace(row.id(), row.pixels());
    SourceLayout.Place place = plan.layout().placeOf(row.id());
    return RowFactory.create(
        place.part().ordinal(),
        place.shard(),
        row.id(),
        place.position(),
        row.label(),
        row.pixels());
  }

  private static void closeAfterTask(IdxRows in) {
    TaskContext.get()
        .<Void>addTaskCompletionListener(
            context -> {
              try {
                in.close();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
              return null;
            });
  }
}
