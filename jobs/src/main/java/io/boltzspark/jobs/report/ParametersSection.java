package io.boltzspark.jobs.report;

import io.boltzspark.jobs.report.charts.Histogram;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.store.TrainedModel;
import java.util.List;

/** How the model's weights and biases are distributed. */
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
            "p", segment.name() + ": " + bad + " values are not finite; the training diverged.");
      } else {
        Histogram.of(model.parameters(), from, to)
            .write(html, "histogram-" + segment.name().replace('.', '-'), title(segment));
      }
    }
    html.close();
  }

  /** In words: {@code weights.0} joins layers 0 and 1. */
  private static String title(Segment segment) {
    String[] parts = segment.name().split("\\.");
    int layer = Integer.parseInt(parts[1]);
    String owner = layer == 0 ? "visible units" : "hidden layer " + layer;
    return switch (parts[0]) {
      case "weights" ->
          "Weights, %s to hidden layer %d"
              .formatted(layer == 0 ? "visible units" : "hidden layer " + layer, layer + 1);
      case "bias" -> "Biases of the " + owner;
      case "log_sigma" -> "Log standard deviations of the " + owner;
      default -> segment.name();
    };
  }
}
