package io.boltzspark.dataprep;

import io.boltzspark.dataprep.idx.IdxPair;
import io.boltzspark.dataprep.idx.IdxRows;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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

  /** The columns of the result: those of the files, and two that route a row to its file. */
  static final StructType SCHEMA =
      new StructType()
          .add("part", DataTypes.IntegerType, false)
          .add("shard", DataTypes.IntegerType, false)
          .add("id", DataTypes.LongType, false)
          .add("position", DataTypes.LongType, false)
          .add("label", DataTypes.IntegerType, true)
          .add("pixels", DataTypes.BinaryType, false);

  /**
   * A source and what its rows become.
   *
   * @param pair the files
   * @param kept which of its rows are prepared
   * @param layout where they go
   * @param binarizer what becomes of their pixels
   * @param transposed whether rows and columns of their images are exchanged before
   */
  record SourcePlan(
      IdxPair pair, KeptRows kept, SourceLayout layout, Binarizer binarizer, boolean transposed)
      implements Serializable {

    /** The pixels of a row, row by row; perhaps the same array. */
    byte[] image(byte[] pixels) {
      if (!transposed) {
        return pixels;
      }
      int height = pair.images().header().height();
      int width = pair.images().header().width();
      byte[] turned = new byte[pixels.length];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          turned[x * height + y] = pixels[y * width + x];
        }
      }
      return turned;
    }
  }

  private final SerializableConfiguration hadoop;
  private final List<SourcePlan> sources;

  ReadRows(Configuration hadoop, List<SourcePlan> sources) {
    this.hadoop = new SerializableConfiguration(hadoop);
    this.sources = List.copyOf(sources);
  }

  /** Number of slices of all sources; a task's input is the number of one slice. */
  int slices() {
    return sources.stream().mapToInt(source -> source.pair().slices()).sum();
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
    while (slice >= sources.get(source).pair().slices()) {
      slice -= sources.get(source++).pair().slices();
    }
    SourcePlan plan = sources.get(source);
    IdxRows in =
        new IdxRows(
            hadoop.value(),
            plan.pair(),
            plan.pair().firstRow(slice),
            plan.pair().firstRow(slice + 1));
    closeAfterTask(in);
    return new Prepared(plan, plan.kept().before()[slice], in);
  }

  /** The kept rows of a slice. */
  private static final class Prepared implements Iterator<Row> {
    private final SourcePlan plan;
    private final Iterator<IdxRows.IdxRow> rows;
    private long index; // among all kept rows
    private IdxRows.IdxRow next;

    Prepared(SourcePlan plan, long firstIndex, Iterator<IdxRows.IdxRow> rows) {
      this.plan = plan;
      this.index = firstIndex;
      this.rows = rows;
    }

    @Override
    public boolean hasNext() {
      while (next == null && rows.hasNext()) {
        IdxRows.IdxRow row = rows.next();
        next = plan.kept().keeps(row.label()) ? row : null;
      }
      return next != null;
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      Row row = prepare(plan, index++, next);
      next = null;
      return row;
    }
  }

  private static Row prepare(SourcePlan plan, long index, IdxRows.IdxRow row) {
    byte[] pixels = plan.image(row.pixels());
    plan.binarizer().applyInPlace(row.id(), pixels);
    SourceLayout.Place place = plan.layout().placeOf(index);
    return RowFactory.create(
        place.part().ordinal(), place.shard(), row.id(), place.position(), row.label(), pixels);
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
