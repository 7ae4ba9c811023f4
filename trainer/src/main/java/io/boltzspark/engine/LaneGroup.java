package io.boltzspark.engine;

import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.math.ProductClock;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Consecutive lanes that one thread of a task computes, one after another. */
final class LaneGroup {
  private final int first;
  private final List<LaneWorker> workers = new ArrayList<>();
  private final SubtreeMerger merger;
  private List<StepStatistics> parts = List.of();
  private long productNanos;

  /** Lanes {@code from} (inclusive) to {@code to} (exclusive). */
  LaneGroup(TrainingJob job, TaskSteps steps, LaneRows rows, int from, int to) {
    first = from;
    for (int lane = from; lane < to; lane++) {
      workers.add(new LaneWorker(job, steps, rows, lane));
    }
    merger = new SubtreeMerger(from, to, job.program().statistics());
  }

  void setStates(byte[] allStates) {
    workers.forEach(worker -> worker.setState(allStates));
  }

  void writeStates(ByteArrayOutputStream all) {
    workers.forEach(worker -> all.writeBytes(worker.state()));
  }

  /** Computes the {@link #parts} of a step on the calling thread. */
  void compute(float[] parameters, long step) {
    long before = ProductClock.nanos();
    parts = merger.merge((lane, sums) -> workers.get(lane - first).compute(parameters, step, sums));
    productNanos += ProductClock.nanos() - before;
  }

  /** The results of {@link #compute}, from left to right; the next call overwrites the arrays. */
  List<StepStatistics> parts() {
    return parts;
  }

  /** Time spent in matrix products so far. */
  long productNanos() {
    return productNanos;
  }
}
