package io.boltzspark.engine.training;

/**
 * The formula of {@code conf/spark/README.md}, in bytes of live heap beyond what Spark itself
 * takes.
 *
 * @param visible units
 * @param hidden units of a machine with two layers
 * @param moments arrays that the optimiser keeps beside the parameters: 2 for Adam
 * @param batch rows of a minibatch
 * @param chains persistent chains
 * @param lanes of a step
 * @param tasks that share the lanes
 * @param threads of each task
 */
record MemoryFormula(
    long visible,
    long hidden,
    int moments,
    int batch,
    int chains,
    int lanes,
    int tasks,
    int threads) {
  private static final int FLOAT = 4;

  long parameters() {
    return visible * hidden + visible + hidden;
  }

  /** Numbers in the statistics of a step. */
  long statistics() {
    return parameters() + visible + hidden;
  }

  /** Learner, the copy to begin a round again from, and the checkpoint while it is written. */
  private long learner(int copies) {
    return FLOAT * copies * parameters() * (1 + moments);
  }

  /**
   * Sums along the tree of each thread's lanes: one array a level, and one for the lane at work.
   */
  private long sums() {
    int levels = Integer.numberOfTrailingZeros(lanes / tasks / threads);
    return FLOAT * threads * statistics() * (1 + levels);
  }

  /** States of rows and chains, layer by layer, and those that chains carry from step to step. */
  private long states() {
    return FLOAT * ((batch + chains) * (visible + hidden) + chains * hidden) / tasks;
  }

  /**
   * The transposed weights of each task, where a lane has enough chains to pay for them, and upper
   * states of rows and chains times their weights.
   */
  private long sparse() {
    long transposed = chains / lanes > 10 ? visible * hidden : 0;
    return FLOAT * (transposed + (batch + chains) * hidden / tasks);
  }

  /** What driver and tasks hold during a round in one process, where they share arrays. */
  long together() {
    return learner(2) + tasks * (sums() + states() + sparse());
  }

  /** A driver whose tasks are in other processes. */
  long driver() {
    return learner(3) + tasks * FLOAT * (2 * statistics() + parameters()) + FLOAT * parameters();
  }

  /** One task in another process than the driver. */
  long task() {
    return sums() + states() + sparse() + FLOAT * (4 * statistics() + 3 * parameters());
  }

  /** All rows of the training part, one byte a visible unit, as blocks in memory. */
  static long rows(long count, long visible) {
    return count * visible;
  }
}
