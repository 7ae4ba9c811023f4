package io.boltzspark.engine;

import java.util.Map;

/** Hears how a training goes, on the driver. */
public interface TrainingObserver {

  /** Rows are dealt out and the first step is about to be made. */
  void started(long step, long totalSteps, int tasks);

  /** A step was made; called for each, so it must be quick. */
  void stepDone(long steps, long stepsPerEpoch);

  /** A line of metrics was written. */
  void metrics(Map<String, Object> values);

  /** Something the user should know. */
  void note(String message);
}
