package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.Histogram;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.store.TrainedModel;
import java.util.List;

/** The distribution of the model's weights and biases. */
final class ParametersSection implements Section {
  @Override
  public String title() {
    return "Weights and biases";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    if (runs.get(0).model().isEmpty()) {
      return;
    }
    TrainedModel model = runs.get(0).model().get();
    html.open("div", "class", "pair");
    for (Segment segment : model.machine().layout().segments()) {
      int from = segment.offset();
      int to = from + segment.size();
      long bad = 0;
      for (int i = from; i < to; i++) {
        bad += Float.isFinite(model.parameters()[i]) ? 0 : 1;
      }
      if (bad > 0) {
        html.element(
            "p", segment.name() + ": " + bad + " values are not finite: the training diverged.");
      } else {
        Histogram.of(model.parameters(), from, to)
            .write(
                html,
                "histogram-" + segment.name().replace('.', '-'),
                title(segment, model.machine()));
      }
    }
    html.close();
  }

  private static String title(Segment segment, BoltzmannMachine machine) {
    String owner = words(segment.layer());
    return switch (segment.kind()) {
      case WEIGHTS ->
          "Weights, %s to %s".formatted(owner, words(connection(segment, machine).to()));
      case COUPLINGS -> "Couplings within the " + owner;
      case BIAS -> "Biases of the " + owner;
      case LOG_SIGMA -> "Log standard deviations of the " + owner;
    };
  }

  /** The connection whose weights a segment holds. */
  private static Connection connection(Segment weights, BoltzmannMachine machine) {
    return machine.connections().stream()
        .filter(c -> c.offset() == weights.offset())
        .findFirst()
        .orElseThrow();
  }

  private static String words(int layer) {
    return layer == 0 ? "visible units" : "hidden layer " + layer;
  }
}
