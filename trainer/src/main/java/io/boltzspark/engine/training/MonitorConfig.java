package io.boltzspark.engine.training;

import java.util.List;

/**
 * How training is monitored. None of it affects the bytes of the model.
 *
 * @param metrics names of monitors, without duplicates, in the order of their list
 * @param rows number of training rows, and of validation rows, that are evaluated
 * @param share largest share of the run's time that monitoring may take, in (0, 1]
 * @param every number of steps between evaluations; 0: one at the end of each epoch, but see {@link
 *     TrainingStage#shortEpochs}
 */
public record MonitorConfig(List<String> metrics, int rows, double share, int every) {
  public MonitorConfig {
    metrics = List.copyOf(metrics);
  }
}
