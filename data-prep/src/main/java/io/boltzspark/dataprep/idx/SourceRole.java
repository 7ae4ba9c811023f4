package io.boltzspark.dataprep.idx;

import java.util.Locale;

/** The role of a source file. */
public enum SourceRole {
  TRAIN_IMAGES(IdxHeader.Kind.IMAGES),
  TRAIN_LABELS(IdxHeader.Kind.LABELS),
  TEST_IMAGES(IdxHeader.Kind.IMAGES),
  TEST_LABELS(IdxHeader.Kind.LABELS);

  private final IdxHeader.Kind kind;

  SourceRole(IdxHeader.Kind kind) {
    this.kind = kind;
  }

  /** The kind of file it needs. */
  public IdxHeader.Kind kind() {
    return kind;
  }

  /** The name in the manifest, such as {@code train-images}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
