package io.boltzspark.jobs.evaluate.metrics;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.evaluation.RowScores;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.model.BoltzmannMachine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The mean free energy of rows, and how much higher it is for rows that were not trained on: log Z
 * cancels in the difference, so this shows overfitting without it (Hinton 2010, section 6). Free
 * energies are of visible states; where these are standardised real values, those of the data's
 * values are larger by a constant (minus {@code log_jacobian}), which cancels too.
 */
final class FreeEnergyMetric implements Metric {
  @Override
  public String name() {
    return "free-energy";
  }

  @Override
  public String reasonNot(Subject subject) {
    BoltzmannMachine machine = subject.model().machine();
    if (!machine.hiddenUnitsAreIndependent()) {
      return "a machine with more than one hidden layer, or with couplings within it, has no free"
          + " energy in closed form";
    }
    return reasonWithoutEnergy(machine);
  }

  /** Why a machine has no energy; empty if it has. */
  static String reasonWithoutEnergy(BoltzmannMachine machine) {
    return machine.hasEnergy() ? "" : "it has units without an energy";
  }

  /** A free energy, in words that say of what. */
  static String words(Subject subject) {
    return subject.model().hasDensity() ? "free energy of standardised values" : "free energy";
  }

  @Override
  public MetricResult measure(Subject subject, Progress progress) {
    Map<Part, RowMean> means = subject.means(RowScores.FREE_ENERGY);
    RowMean train = means.get(Part.TRAIN);
    Map<String, Object> json = new LinkedHashMap<>();
    if (subject.model().hasDensity()) {
      json.put("log_jacobian", subject.model().logJacobian());
    }
    List<String> lines = new ArrayList<>();
    means.forEach(
        (part, mean) -> {
          String word = part.name().toLowerCase(Locale.ROOT);
          Map<String, Object> one = new LinkedHashMap<>();
          mean.putRows(one);
          one.put("mean", MetricResult.finite(mean.mean()));
          one.put("standard_error", MetricResult.finite(mean.standardError()));
          String line =
              String.format(Locale.ROOT, "%s, %s: %.2f", words(subject), word, mean.mean());
          if (part != Part.TRAIN && train != null) {
            double gap = mean.mean() - train.mean();
            one.put("gap_to_train", MetricResult.finite(gap));
            line +=
                String.format(
                    Locale.ROOT, ", %+.2f from train (the larger, the more overfitting)", gap);
          }
          json.put(word, one);
          lines.add(line);
        });
    return new MetricResult(json, lines, List.of());
  }
}
