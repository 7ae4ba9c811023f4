package io.boltzspark.dataprep.digits;

import org.apache.hadoop.fs.Path;

/**
 * A directory of IDX files to prepare, and how it was found.
 *
 * @param directory where the files are
 * @param kind how it was found
 * @param message one or two sentences to show to the user
 */
public record LocatedDigits(Path directory, Kind kind, String message) {

  /** How a source directory was found. */
  public enum Kind {
    /** Named by the user. */
    EXPLICIT,
    /** Named by {@code BOLTZ_MNIST}. */
    ENVIRONMENT,
    /** Downloaded earlier. */
    CACHED,
    /** Downloaded just now. */
    DOWNLOADED,
    /** Drawn by the project itself: not MNIST. */
    DRAWN
  }
}
