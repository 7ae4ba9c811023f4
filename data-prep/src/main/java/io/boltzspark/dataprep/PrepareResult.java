package io.boltzspark.dataprep;

import org.apache.hadoop.fs.Path;

/**
 * What {@link PrepareAction} made.
 *
 * @param directory the prepared directory
 * @param manifest what it holds
 * @param seconds wall time of the whole action
 */
public record PrepareResult(Path directory, Manifest manifest, double seconds) {

  /** The Parquet directory of a part; it exists when the part has rows. */
  public Path path(Part part) {
    return new Path(directory, part.directoryName());
  }

  /** Rows of a part. */
  public long rows(Part part) {
    return manifest.rows(part);
  }
}
