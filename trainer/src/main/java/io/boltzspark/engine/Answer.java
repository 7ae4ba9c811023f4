package io.boltzspark.engine;

/** The way back to the task that asked; to be used once, now or later, from any thread. */
interface Answer {
  void send(Object[] message);

  void refuse(String reason);

  /** Whether the question came over the network. */
  boolean isRemote();
}
