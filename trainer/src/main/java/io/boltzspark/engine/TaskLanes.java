package io.boltzspark.engine;

import io.boltzspark.learning.Program;
import io.boltzspark.learning.Program.TaskSteps;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.math.ParallelRanges;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;

/**
 * The consecutive lanes of one task on an executor, with a {@link LaneGroup} for each of its
 * threads, and the merging of their statistics. The rows, and in the {@code jobs} engine the
 * workers with their buffers, stay in the process between tasks.
 */
final class TaskLanes {
  /** Above this share of the heap, over all tasks, rows go to a memory-mapped file. */
  private static final double HEAP_SHARE = 0.3;

  // One entry per task of the running training: a process trains one machine at a time, so entries
  // of earlier data or of another task layout are dropped when new ones are added.
  private static final ConcurrentMap<Key, TaskLanes> HELD = new ConcurrentHashMap<>();

  private record Key(String data, Place place) {
    boolean isBeside(Key other) {
      return data.equals(other.data)
          && place.tasks == other.place.tasks
          && place.threads == other.place.threads;
    }
  }

  /** A task's place among the tasks of its stage, and the number of threads it may use. */
  record Place(int task, int tasks, int threads) {
    /** The place of the calling task. */
    static Place ofThisTask(int tasks) {
      return new Place(TaskContext.getPartitionId(), tasks, TaskContext.get().cpus());
    }
  }

  private final List<LaneGroup> groups = new ArrayList<>();
  private final Program program;
  private final TaskSteps steps;
  private final ParallelRanges threads;
  private long computingNanos;

  private TaskLanes(TrainingJob job, Place place, LaneRows rows) {
    int from = job.firstLane(place.task(), place.tasks());
    int lanes = job.firstLane(place.task() + 1, place.tasks()) - from;
    int count = Math.min(place.threads(), lanes);
    program = job.program();
    steps = program.taskSteps(job.plan().lanes());
    for (int i = 0; i < count; i++) {
      groups.add(
          new LaneGroup(
              job, steps, rows, from + lanes * i / count, from + lanes * (i + 1) / count));
    }
    threads = new ParallelRanges(count);
  }

  /** This process's lanes of the task, created from {@code source} on first use. */
  static TaskLanes of(TrainingJob job, Place place, Iterator<RowBlock> source) {
    return of(job, place, source, HEAP_SHARE);
  }

  /**
   * @param heapShare largest share of the heap for rows; beyond it they go to a memory-mapped file
   */
  static TaskLanes of(TrainingJob job, Place place, Iterator<RowBlock> source, double heapShare) {
    Key key = new Key(job.data(), place);
    HELD.keySet().removeIf(held -> !held.isBeside(key));
    return HELD.computeIfAbsent(
        key, k -> new TaskLanes(job, place, take(job, place, source, heapShare)));
  }

  /** Releases everything held in this process. */
  static void release() {
    HELD.clear();
  }

  private static LaneRows take(
      TrainingJob job, Place place, Iterator<RowBlock> source, double heapShare) {
    int from = job.firstLane(place.task(), place.tasks());
    int to = job.firstLane(place.task() + 1, place.tasks());
    int rowBytes = job.program().rowBytes();
    double all = (double) job.plan().rows() * rowBytes;
    boolean inMemory = all <= heapShare * Runtime.getRuntime().maxMemory();
    Path local = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
    return LaneRows.take(source, from, to - from, rowBytes, inMemory, local);
  }

  void setStates(byte[] allStates) {
    groups.forEach(group -> group.setStates(allStates));
  }

  /** The states of these lanes, in order. */
  byte[] states() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    groups.forEach(group -> group.writeStates(all));
    return all.toByteArray();
  }

  /** Statistics of a step; the next step overwrites the arrays. */
  List<StepStatistics> compute(float[] parameters, long step) {
    long begin = System.nanoTime();
    steps.begin(parameters);
    threads.run(groups.size(), 1, (g, from, to) -> groups.get(g).compute(parameters, step));
    List<StepStatistics> parts =
        SubtreeMerger.join(groups.stream().flatMap(group -> group.parts().stream()).toList());
    long nanos = System.nanoTime() - begin;
    computingNanos += nanos;
    TaskWork.stepsDone(program.after(step) - step, nanos);
    return parts;
  }

  /** Time spent in {@link #compute} so far. */
  long computingNanos() {
    return computingNanos;
  }

  /** The part of {@link #computingNanos} in matrix products: the mean over the threads. */
  long productNanos() {
    return groups.stream().mapToLong(LaneGroup::productNanos).sum() / groups.size();
  }
}
