package io.boltzspark.jobs.library;

import io.boltzspark.engine.training.TrainingObserver;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports a training to the log of the program. */
final class LoggedTraining implements TrainingObserver {
  private static final Logger LOG = LoggerFactory.getLogger(LoggedTraining.class);

  @Override
  public void started(String stage, long step, long totalSteps, int tasks) {
    LOG.info("{}: {} steps in {} tasks", stage, totalSteps - step, tasks);
  }

  @Override
  public void stepDone(long steps, long stepsPerEpoch) {
    // Too often for a log.
  }

  @Override
  public void metrics(Map<String, Object> values) {
    LOG.info("{}", values);
  }

  @Override
  public void note(String message) {
    LOG.info("{}", message);
  }
}
