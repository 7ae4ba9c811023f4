package io.boltzspark.dataprep.digits;

import io.boltzspark.dataprep.idx.IdxHeader;

/**
 * The four files of MNIST (LeCun, Cortes and Burges), with the SHA-256 of their uncompressed bytes.
 * The sums belong to the files whose published MD5 sums are 6bbc9ace898e44ae57da46a324031adb,
 * a25bea736e30d166cdddb491f175f624, 2646ac647ad5339dbf082846283269ea and
 * 27ae3e4e09519cfbb04c329615203637 (in the order of the constants).
 */
public enum MnistFile {
  TRAIN_IMAGES(
      "train-images-idx3-ubyte.gz",
      IdxHeader.Kind.IMAGES,
      "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
  TRAIN_LABELS(
      "train-labels-idx1-ubyte.gz",
      IdxHeader.Kind.LABELS,
      "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
  TEST_IMAGES(
      "t10k-images-idx3-ubyte.gz",
      IdxHeader.Kind.IMAGES,
      "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
  TEST_LABELS(
      "t10k-labels-idx1-ubyte.gz",
      IdxHeader.Kind.LABELS,
      "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");

  private final String fileName;
  private final IdxHeader.Kind kind;
  private final String sha256;

  MnistFile(String fileName, IdxHeader.Kind kind, String sha256) {
    this.fileName = fileName;
    this.kind = kind;
    this.sha256 = sha256;
  }

  /** The name on the mirrors and on disk. */
  String fileName() {
    return fileName;
  }

  IdxHeader.Kind kind() {
    return kind;
  }

  /** Of the uncompressed bytes, in lower-case hexadecimal. */
  public String sha256() {
    return sha256;
  }
}
