package io.boltzspark.jobs.train;

import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.math.Matrix;
import java.util.List;
import java.util.Map;

/** Notifies several observers in order. */
final class Observers implements TrainingObserver {
  private final TrainingObserver[] observers; // an array, so that a step allocates no iterator

  Observers(List<TrainingObserver> observers) {
    this.observers = observers.toArray(new TrainingObserver[0]);
  }

  @Override
  public void started(String stage, long step, long totalSteps, int tasks) {
    for (TrainingObserver observer : observers) {
      observer.started(stage, step, totalSteps, tasks);
    }
  }

  @Override
  public void stepDone(long steps, long stepsPerEpoch) {
    for (TrainingObserver observer : observers) {
      observer.stepDone(steps, stepsPerEpoch);
    }
  }

  @Override
  public void retrying() {
    for (TrainingObserver observer : observers) {
      observer.retrying();
    }
  }

  @Override
  public void roundEnded(Map<String, Double> seconds) {
    for (TrainingObserver observer : observers) {
      observer.roundEnded(seconds);
    }
  }

  @Override
  public void metrics(Map<String, Object> values) {
    for (TrainingObserver observer : observers) {
      observer.metrics(values);
    }
  }

  @Override
  public void samples(int epoch, Matrix values) {
    for (TrainingObserver observer : observers) {
      observer.samples(epoch, values);
    }
  }

  @Override
  public void note(String message) {
    for (TrainingObserver observer : observers) {
      observer.note(message);
    }
  }
}
