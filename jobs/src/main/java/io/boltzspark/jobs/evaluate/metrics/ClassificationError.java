package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.classification.Classifier;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.ClassifierModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** The share of each part's rows that a classifier of images gets wrong. */
public final class ClassificationError {
  /** Its name among results. */
  public static final String NAME = "classification-error";

  private ClassificationError() {}

  /**
   * Measures it on the driver.
   *
   * @param limit most rows of each part
   * @throws BoltzException BAD_INPUT if the data has no labels or other images
   */
  public static MetricResult measure(ClassifierModel model, TrainingData data, int limit) {
    Classifier classifier = new Classifier(model.network(), model.parameters());
    if (data.labels() == 0 || data.width() != classifier.pixels()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has rows of %d values %s labels; the classifier needs labelled images of %s: choose other data with --data"
              .formatted(
                  data.origin(),
                  data.width(),
                  data.labels() == 0 ? "without" : "with",
                  model.network().input()));
    }
    Map<String, Object> json = new LinkedHashMap<>();
    StringJoiner values = new StringJoiner(", ");
    for (Part part : Part.values()) {
      int count = (int) Math.min(limit, data.rows(part));
      if (count > 0) {
        Matrix images = data.first(part, count);
        double error = classifier.error(images, data.firstLabels(part, count));
        json.put(part.directoryName(), MetricResult.finite(error));
        values.add(
            String.format(
                Locale.ROOT, "%s %.2f %% of %,d", part.directoryName(), 100 * error, count));
      }
    }
    return new MetricResult(json, List.of("rows classified wrongly: " + values), List.of());
  }
}
