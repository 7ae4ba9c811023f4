package io.boltzspark.dataprep;

import io.boltzspark.dataprep.sequences.CheckedAlignment;
import io.boltzspark.dataprep.sequences.SequenceRows;
import io.boltzspark.dataprep.sequences.SequenceRows.SequenceRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Runs in one task, since a compressed file can be read from its start only: streams an alignment,
 * turns letters into states and says where each sequence goes.
 */
final class ReadSequences implements FlatMapFunction<Iterator<Integer>, Row> {
  private static final long serialVersionUID = 1L;

  /** The columns of the files, without weights, and two that route a row to its file. */
  private static final StructType SCHEMA =
      new StructType()
          .add("part", DataTypes.IntegerType, false)
          .add("shard", DataTypes.IntegerType, false)
          .add("id", DataTypes.LongType, false)
          .add("position", DataTypes.LongType, false)
          .add("name", DataTypes.StringType, false)
          .add("sites", DataTypes.BinaryType, false);

  private final SerializableConfiguration hadoop;
  private final CheckedAlignment alignment;
  private final SourceLayout layout;
  private final Broadcast<double[]> weights; // null: none

  ReadSequences(
      Configuration hadoop,
      CheckedAlignment alignment,
      SourceLayout layout,
      Broadcast<double[]> weights) {
    this.hadoop = new SerializableConfiguration(hadoop);
    this.alignment = alignment;
    this.layout = layout;
    this.weights = weights;
  }

  StructType schema() {
    return weights == null ? SCHEMA : SCHEMA.add("weight", DataTypes.DoubleType, false);
  }

  @Override
  public Iterator<Row> call(Iterator<Integer> one) throws IOException {
    if (!one.hasNext()) {
      return List.<Row>of().iterator();
    }
    SequenceRows in = new SequenceRows(hadoop.value(), alignment);
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
    return new Iterator<>() {
      private int index; // among all kept sequences

      @Override
      public boolean hasNext() {
        return in.hasNext();
      }

      @Override
      public Row next() {
        return row(index++, in.next());
      }
    };
  }

  private Row row(int index, SequenceRow sequence) {
    SourceLayout.Place place = layout.placeOf(index);
    List<Object> values = new ArrayList<>();
    values.add(place.part().ordinal());
    values.add(place.shard());
    values.add(sequence.id());
    values.add(place.position());
    values.add(sequence.name());
    values.add(sequence.states());
    if (weights != null) {
      values.add(weights.value()[index]);
    }
    return RowFactory.create(values.toArray());
  }
}
