package io.boltzspark.dataprep;

import io.boltzspark.dataprep.SourceLayout.Stretch;
import io.boltzspark.spark.JobGroup;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * The Spark jobs of {@link PrepareAction}: one that writes all parts, then one per part that sums
 * it.
 */
final class PrepareJobs {
  /** The summed columns; given, so that no job is spent on finding the schema. */
  private static final StructType SUMMED =
      new StructType().add("label", DataTypes.IntegerType).add("pixels", DataTypes.BinaryType);

  private final SparkSession spark;
  private final PartDirectories parts;
  private final String group = "prepare-" + UUID.randomUUID();

  /**
   * @param directory where the parts go; it must exist
   */
  PrepareJobs(SparkSession spark, FileSystem fs, Path directory) {
    this.spark = spark;
    this.parts = new PartDirectories(fs, directory);
  }

  /** Writes every part. */
  void write(PreparePlan plan) throws IOException {
    ReadRows read = new ReadRows(spark.sparkContext().hadoopConfiguration(), plan.sources());
    List<Integer> slices = IntStream.range(0, read.slices()).boxed().toList();
    JavaRDD<Row> rdd =
        JavaSparkContext.fromSparkContext(spark.sparkContext())
            .parallelize(new ArrayList<>(slices), slices.size())
            .mapPartitions(read);
    JobGroup.run(
        spark.sparkContext(),
        group,
        "prepare: shuffle and binarize",
        () -> parts.write(spark.createDataFrame(rdd, ReadRows.SCHEMA), plan.stretches(), "pixels"));
    parts.place(plan.stretches());
  }

  /** Reads the parts again and makes the manifest from what was written. */
  Manifest summarise(PreparePlan plan, Manifest.Source source) {
    int units = Math.multiplyExact(plan.width(), plan.height());
    Map<Part, Manifest.PartSummary> summaries = new EnumMap<>(Part.class);
    List<Double> mean = List.of();
    for (Stretch stretch : plan.stretches()) {
      PartStatistics sums = sum(stretch.part(), units);
      if (sums.rows() != stretch.rows()) {
        throw new IllegalStateException(
            "the "
                + stretch.part().directoryName()
                + " part has "
                + sums.rows()
                + " rows, but "
                + stretch.rows()
                + " were written");
      }
      summaries.put(stretch.part(), new Manifest.PartSummary(sums.rows(), sums.labelCounts()));
      if (stretch.part() == Part.TRAIN) {
        mean = mean(sums, plan.binarization());
      }
    }
    return new Manifest(
        plan.width(),
        plan.height(),
        plan.binarization(),
        plan.threshold(),
        plan.seed(),
        plan.validFraction(),
        plan.withoutLabels(),
        source,
        summaries,
        mean);
  }

  private PartStatistics sum(Part part, int units) {
    Dataset<Row> rows = Tables.read(spark, parts.of(part), SUMMED);
    return JobGroup.run(
        spark.sparkContext(),
        group,
        "prepare: sums of the " + part.directoryName() + " part",
        () ->
            rows.javaRDD()
                .treeAggregate(
                    new PartStatistics(units), PartStatistics::add, PartStatistics::merge));
  }

  private static List<Double> mean(PartStatistics sums, Binarization binarization) {
    double full = (double) sums.rows() * (binarization.isBinary() ? 1 : 255);
    List<Double> mean = new ArrayList<>();
    for (long sum : sums.pixelSums()) {
      mean.add(sum / full);
    }
    return mean;
  }
}
