package io.boltzspark.dataprep;

import io.boltzspark.dataprep.SourceLayout.Stretch;
import io.boltzspark.dataprep.sequences.CheckedAlignment;
import io.boltzspark.dataprep.sequences.SequenceRows;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark jobs of {@link PrepareSequencesAction}: one that compares sequences, if they get
 * weights, one that writes all parts, then one per part that counts its states.
 */
final class SequenceJobs {
  private static final StructType COUNTED = new StructType().add("sites", DataTypes.BinaryType);

  private final SparkSession spark;
  private final JavaSparkContext context;
  private final Configuration hadoop;
  private final PartDirectories parts;
  private final String group = "prepare-" + UUID.randomUUID();

  /**
   * @param directory where the parts go; it must exist
   */
  SequenceJobs(SparkSession spark, FileSystem fs, Path directory) {
    this.spark = spark;
    this.context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    this.hadoop = spark.sparkContext().hadoopConfiguration();
    this.parts = new PartDirectories(fs, directory);
  }

  /** The weight of each sequence that is kept, in the order of the file. */
  double[] weights(CheckedAlignment alignment, double identity, WorkProgress progress)
      throws IOException {
    try (SequenceRows rows = new SequenceRows(hadoop, alignment)) {
      Iterator<byte[]> states =
          new Iterator<>() {
            @Override
            public boolean hasNext() {
              return rows.hasNext();
            }

            @Override
            public byte[] next() {
              return rows.next().states();
            }
          };
      return IdentityWeights.of(
          context,
          IdentityWeights.pack(states, alignment.rows(), alignment.sites(), identity),
          progress);
    }
  }

  /**
   * Writes every part.
   *
   * @param weights by the sequences that are kept; null for none
   */
  void write(CheckedAlignment alignment, SourceLayout layout, double[] weights) throws IOException {
    Broadcast<double[]> shared = weights == null ? null : context.broadcast(weights);
    ReadSequences read = new ReadSequences(hadoop, alignment, layout, shared);
    JobGroup.run(
        spark.sparkContext(),
        group,
        "prepare: shuffle",
        () ->
            parts.write(
                spark.createDataFrame(
                    context.parallelize(List.of(0), 1).mapPartitions(read), read.schema()),
                layout.stretches(),
                "sites"));
    if (shared != null) {
      shared.destroy();
    }
    parts.place(layout.stretches());
  }

  /** How often each site has each state in the train part, read again from what was written. */
  List<Long> counts(CheckedAlignment alignment, SourceLayout layout) {
    int states = alignment.alphabet().states();
    List<Long> counts = new ArrayList<>();
    for (Stretch stretch : layout.stretches()) {
      StateCounts found = count(stretch.part(), new StateCounts(alignment.sites(), states));
      if (found.rows() != stretch.rows()) {
        throw new IllegalStateException(
            "the %s part has %d rows, but %d were written"
                .formatted(stretch.part().directoryName(), found.rows(), stretch.rows()));
      }
      if (stretch.part() == Part.TRAIN) {
        for (long count : found.counts()) {
          counts.add(count);
        }
      }
    }
    return counts;
  }

  private StateCounts count(Part part, StateCounts none) {
    Dataset<Row> rows = Tables.read(spark, parts.of(part), COUNTED);
    return JobGroup.run(
        spark.sparkContext(),
        group,
        "prepare: states of the " + part.directoryName() + " part",
        () ->
            rows.javaRDD()
                .map(row -> (byte[]) row.getAs(0))
                .treeAggregate(none, StateCounts::add, StateCounts::merge));
  }

  static Map<Part, Long> rows(SourceLayout layout) {
    Map<Part, Long> rows = new EnumMap<>(Part.class);
    layout.stretches().forEach(stretch -> rows.put(stretch.part(), stretch.rows()));
    return rows;
  }
}
