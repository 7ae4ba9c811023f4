package io.boltzspark.engine.training;

import java.util.List;

/**
 * How training is watched. None of it decides bytes of the model.
 *
 * @param metrics names of monitors, each once and in their order
 * @param rows of the training data, and as many of the validation data, that are evaluated
 * @param share largest share of the run's time that monitoring may take, in (0, 1]
 * @param every steps between evaluations; 0: one at the end of each epoch
 */
public record MonitorConfig(List<String> metrics, int rows, double share, int every) {
  public MonitorConfig {
    metrics = List.copyOf(metrics);
  }
}
