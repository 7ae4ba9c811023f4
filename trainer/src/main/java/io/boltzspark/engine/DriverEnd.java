package io.boltzspark.engine;

/** Handles the questions of tasks on the driver; may be called from several threads. */
interface DriverEnd {
  void receive(Object[] message, Answer answer);
}
