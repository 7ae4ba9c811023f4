package io.boltzspark.dataprep;

import java.util.Locale;

/** The parts of a prepared set; each is a directory of Parquet files when it has rows. */
public enum Part {
  /** The rows that the parameters are learnt from. */
  TRAIN,
  /** Rows of the training source that are held out. */
  VALID,
  /** The rows of the test source, when there is one. */
  TEST;

  /** The directory's name, which is also the part's name in the manifest. */
  public String directoryName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
