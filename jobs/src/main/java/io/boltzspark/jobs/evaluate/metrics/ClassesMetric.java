package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.classification.Classifier;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import io.boltzspark.math.Matrix;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;

/**
 * How evenly and how surely a classifier of images, trained on labels, sees its classes among
 * samples: the number of samples of each likeliest class, the entropy of these shares, and the mean
 * probability of the likeliest class.
 */
final class ClassesMetric extends SampleMetric {
  ClassesMetric() {
    super("classes", MANY_SWEEPS);
  }

  @Override
  public boolean needsMachine() {
    return false;
  }

  @Override
  public String reasonNot(Subject subject) {
    Optional<Classifier> classifier = subject.classifier();
    if (classifier.isEmpty()) {
      return "it needs a classifier of the same images (--classifier RUN, trained with model.kind ="
          + " classifier)";
    }
    return classifier.get().pixels() == subject.rows().width()
        ? ""
        : "the classifier takes images of %d pixels, but the data's have %d"
            .formatted(classifier.get().pixels(), subject.rows().width());
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    Matrix probabilities =
        subject.classifier().orElseThrow().probabilities(subject.values(samples));
    int[] counts = new int[probabilities.columns()];
    double sure = 0;
    for (int r = 0; r < probabilities.rows(); r++) {
      int likeliest = Classifier.likeliest(probabilities, r);
      counts[likeliest]++;
      sure += probabilities.get(r, likeliest);
    }
    int total = probabilities.rows();
    double certainty = sure / total;
    double entropy = 0;
    StringJoiner words = new StringJoiner(", ");
    List<Integer> list = new ArrayList<>();
    for (int c = 0; c < counts.length; c++) {
      list.add(counts[c]);
      words.add(c + ": " + counts[c]);
      double share = (double) counts[c] / total;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    json.put("counts", list);
    json.put("certainty", certainty);
    json.put("entropy", entropy);
    lines.add(
        String.format(
            Locale.ROOT,
            "classes of %d samples: %s; entropy %.3f of at most %.3f nats; mean certainty %.3f",
            total,
            words,
            entropy,
            Math.log(counts.length),
            certainty));
  }
}
