package io.boltzspark.dataprep;

import io.boltzspark.files.Paths;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The result of {@link PrepareAction}.
 *
 * @param directory the prepared directory
 * @param manifest its content
 * @param sources the content of each source directory, in their order
 * @param seconds wall time of the whole action
 */
public record PrepareResult(
    Path directory, Manifest manifest, List<Manifest.Source> sources, double seconds) {

  public PrepareResult {
    sources = List.copyOf(sources);
  }

  /** The Parquet directory of a part; it exists when the part has rows. */
  public Path path(Part part) {
    return Paths.in(directory, part.directoryName());
  }

  /** Rows of a part. */
  public long rows(Part part) {
    return manifest.rows(part);
  }
}
