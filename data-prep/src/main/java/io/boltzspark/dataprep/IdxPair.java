package io.boltzspark.dataprep;

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
record IdxPair(IdxFile images, IdxFile labelsOrNull) implements Serializable {

  IdxPair {
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

  Optional<IdxFile> labels() {
    return Optional.ofNullable(labelsOrNull);
  }

  /** Images, and so rows. */
  long rows() {
    return images.header().items();
  }
}
