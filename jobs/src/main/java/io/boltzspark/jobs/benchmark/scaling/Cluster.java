package io.boltzspark.jobs.benchmark.scaling;

/**
 * A cluster as the model sees it: all executors alike, the driver on a machine of its own with one
 * network interface of the same kind.
 *
 * @param executors processes
 * @param cores of each, a thread of its task each
 * @param bitsPerSecond of every machine's network interface, each way
 * @param latencySeconds one way
 */
public record Cluster(int executors, int cores, double bitsPerSecond, double latencySeconds) {

  /** Threads that compute at once. */
  public int threads() {
    return Math.multiplyExact(executors, cores);
  }

  /** Of so many bytes through one interface. */
  double wireSeconds(double bytes) {
    return bytes * Byte.SIZE / bitsPerSecond;
  }
}
