package io.boltzspark.jobs.retrain;

import io.boltzspark.dataprep.SourceFacts;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.retrain.registry.DataSummary;
import io.boltzspark.jobs.retrain.registry.TableForm;
import java.util.Optional;

/**
 * The properties that all rows of one model's data must share.
 *
 * @param height rows of an image
 * @param width columns of an image
 * @param labelled whether all rows have labels
 * @param table what tables must share instead; empty: these are images
 */
record Schema(int height, int width, boolean labelled, Optional<TableForm> table) {

  /** Of images. */
  Schema(int height, int width, boolean labelled) {
    this(height, width, labelled, Optional.empty());
  }

  static Schema of(TableForm table) {
    return new Schema(1, table.width(), table.labelled(), Optional.of(table));
  }

  static Schema of(SourceFacts facts) {
    return new Schema(facts.height(), facts.width(), facts.labelled());
  }

  static Schema of(DataSummary data) {
    return new Schema(data.height(), data.width(), data.labelled(), data.table());
  }

  /**
   * @param delivery the source of rows with this schema
   * @param before the source of the other schema, named in the error message
   * @throws BoltzException BAD_INPUT when the two differ
   */
  void requireSame(Schema expected, String delivery, String before) {
    if (table.isPresent() != expected.table.isPresent()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s holds %s, but %s was of %s; give each kind a registry of its own"
              .formatted(delivery, kind(this), before, kind(expected)));
    }
    if (table.isPresent()) {
      table.get().requireSame(expected.table.get(), delivery, before);
      return;
    }
    if (height != expected.height || width != expected.width) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the images of %s have %d x %d pixels, but those of %s %d x %d"
              .formatted(delivery, height, width, before, expected.height, expected.width));
    }
    if (labelled != expected.labelled) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the rows of %s have %s, but those of %s have %s"
              .formatted(delivery, labels(labelled), before, labels(expected.labelled)));
    }
  }

  private static String kind(Schema schema) {
    return schema.table.isPresent() ? "a table" : "IDX files";
  }

  private static String labels(boolean labelled) {
    return labelled ? "labels" : "no labels";
  }
}
