package io.boltzspark.engine;

/** What the driver does with a question of a task; may be called from several threads. */
interface DriverEnd {
  void receive(Object[] message, Answer answer);
}
