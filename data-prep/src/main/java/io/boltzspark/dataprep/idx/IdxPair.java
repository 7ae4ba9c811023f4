package io.boltzspark.dataprep.idx;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.Serializable;
import java.util.Optional;

/**
 * Checked images with their labels, which may be missing.
 *
 * @param images the images
 * @param labelsOrNull as many labels, or null
 */
public record IdxPair(IdxFile images, IdxFile labelsOrNull) implements Serializable {
  /** About as many bytes of a plain file are read by one task. */
  private static final long SLICE_BYTES = 32L << 20;

  public IdxPair {
    if (labelsOrNull != null && labelsOrNull.header().items() != images.header().items()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          images.path()
              + " has "
              + images.header().items()
              + " images but "
              + labelsOrNull.path()
              + " has "
              + labelsOrNull.header().items()
              + " labels: the files do not belong together");
    }
  }

  public Optional<IdxFile> labels() {
    return Optional.ofNullable(labelsOrNull);
  }

  /** Slices that tasks can read separately; one when the images are compressed. */
  public int slices() {
    return images.gzip()
        ? 1
        : (int) Math.min(rows(), 1 + images.header().fileBytes() / SLICE_BYTES);
  }

  /** The first row of a slice; for the slice after the last, the row count. */
  public long firstRow(int slice) {
    return rows() * slice / slices();
  }

  /** The number of images, and so of rows. */
  public long rows() {
    return images.header().items();
  }
}
