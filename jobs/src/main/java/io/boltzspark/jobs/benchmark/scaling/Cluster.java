package io.boltzspark.jobs.benchmark.scaling;

/**
 * A cluster in the scaling model: identical executors, and a driver on its own machine with one
 * network interface of the same kind.
 *
 * @param executors number of executor processes
 * @param cores per executor; its task runs one thread on each
 * @param bitsPerSecond bandwidth of each machine's network interface, in each direction
 * @param latencySeconds one-way latency
 */
public record Cluster(int executors, int cores, double bitsPerSecond, double latencySeconds) {

  /** Threads that compute at once. */
  public int threads() {
    return Math.multiplyExact(executors, cores);
  }

  /** The time that {@code bytes} take through one interface. */
  double wireSeconds(double bytes) {
    return bytes * Byte.SIZE / bitsPerSecond;
  }
}
