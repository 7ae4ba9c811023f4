package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.neighbours.AdversarialAccuracy;
import io.boltzspark.jobs.evaluate.samples.SampleSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How well a nearest-neighbour classifier distinguishes samples from training rows and from rows
 * not trained on, and the difference of both, the privacy loss (Yale et al. 2020). Rows from
 * another source than the training rows also cause a loss.
 */
final class AdversarialAccuracyMetric extends SampleMetric {
  AdversarialAccuracyMetric() {
    super("adversarial-accuracy", MANY_SWEEPS);
  }

  @Override
  public boolean needsMachine() {
    return false;
  }

  @Override
  public String reasonNot(Subject subject) {
    return subject.comparedRows(Part.TRAIN) < 2
        ? "it needs at least 2 training rows, and as many samples"
        : subject.reasonNotAlike();
  }

  @Override
  void measure(
      Subject subject, SampleSource.Drawn samples, Map<String, Object> json, List<String> lines) {
    // As many of each kind, because more rows have nearer neighbours.
    Optional<Part> heldOut = subject.heldOut().filter(part -> subject.comparedRows(part) >= 2);
    int count = subject.comparedRows(Part.TRAIN);
    if (heldOut.isPresent()) {
      count = Math.min(count, subject.comparedRows(heldOut.get()));
    }
    json.put("compared", count);
    AdversarialAccuracy train = add(subject, Part.TRAIN, samples, count, json, lines);
    if (heldOut.isEmpty()) {
      json.put("privacy_loss", null);
      lines.add("no privacy loss: it needs test or validation rows, and the data has none");
      return;
    }
    AdversarialAccuracy other = add(subject, heldOut.get(), samples, count, json, lines);
    double loss = other.value() - train.value();
    // Each of the four one-sided values is the mean of so many indicators; two of the values are
    // halved and added, the other two halved and subtracted.
    double chance = Math.sqrt(0.25 / count);
    json.put("privacy_loss", loss);
    lines.add(
        String.format(
            Locale.ROOT,
            "privacy loss: %+.4f (the further above 0, the more training rows are memorised;"
                + " chance alone gives about %.3f)",
            loss,
            chance));
  }

  private static AdversarialAccuracy add(
      Subject subject,
      Part part,
      SampleSource.Drawn samples,
      int count,
      Map<String, Object> json,
      List<String> lines) {
    AdversarialAccuracy accuracy =
        subject
            .neighbours()
            .adversarialAccuracy(subject.firstRows(part, count), samples.visible().rows(0, count));
    String word = part.name().toLowerCase(Locale.ROOT);
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("value", accuracy.value());
    one.put("data", accuracy.data());
    one.put("samples", accuracy.samples());
    one.put("ties", accuracy.ties());
    json.put(word, one);
    lines.add(
        String.format(
            Locale.ROOT,
            "adversarial accuracy, %s: %.3f (of data %.3f, of samples %.3f; 0.5 is best; 1: all"
                + " distinguished, 0: all copied; ties %.3f)",
            word,
            accuracy.value(),
            accuracy.data(),
            accuracy.samples(),
            accuracy.ties()));
    return accuracy;
  }
}
