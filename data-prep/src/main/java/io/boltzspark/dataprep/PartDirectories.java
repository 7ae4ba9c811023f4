package io.boltzspark.dataprep;

import io.boltzspark.dataprep.SourceLayout.Stretch;
import io.boltzspark.files.Paths;
import io.boltzspark.spark.Tables;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The Parquet directories of a prepared set, one for each part that has rows. */
final class PartDirectories {
  private final FileSystem fs;
  private final Path directory;

  /**
   * @param directory where the parts go; it must exist
   */
  PartDirectories(FileSystem fs, Path directory) {
    this.fs = fs;
    this.directory = directory;
  }

  /**
   * Writes rows of all parts to one file per shard, the rows of a file in the order of their
   * positions.
   *
   * <p>Each row knows its shard, so the shuffle needs no sampling of ranges, as {@code
   * repartitionByRange} would. No dictionary for the units, because hardly any row occurs twice.
   *
   * @param table rows with the columns {@code part}, {@code shard} and {@code position}
   * @param units the column with a byte for each unit
   */
  void write(Dataset<Row> table, List<Stretch> stretches, String units) {
    int shards = stretches.stream().mapToInt(Stretch::shards).sum();
    Tables.write(
        table
            .repartitionById(shards, functions.col("shard"))
            .sortWithinPartitions("part", "position")
            .drop("shard"),
        rows(),
        List.of("part"),
        Map.of("parquet.enable.dictionary#" + units, "false"));
  }

  /** Makes directories of what was written. */
  void place(List<Stretch> stretches) throws IOException {
    for (Stretch stretch : stretches) {
      Path written = Paths.in(rows(), "part=" + stretch.part().ordinal());
      Path part = of(stretch.part());
      if (!fs.rename(written, part)) {
        throw new IOException("the file system refused to rename " + written + " to " + part);
      }
    }
    fs.delete(rows(), true);
  }

  private Path rows() {
    return Paths.in(directory, "rows");
  }

  Path of(Part part) {
    return Paths.in(directory, part.directoryName());
  }
}
