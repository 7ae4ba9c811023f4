package io.boltzspark.engine;

import io.boltzspark.learning.PhaseStatistics;
import io.boltzspark.learning.StatisticsLayout;
import io.boltzspark.learning.SubtreeMerger;
import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.spark.SparkEnv;

/**
 * The consecutive lanes that one task holds, on an executor: their workers and the merging of their
 * statistics. The rows, and in the {@code jobs} engine the workers with their buffers, stay in the
 * process from task to task.
 */
final class TaskLanes {
  /** Above this share of the heap, all tasks together, rows go to a mapped file. */
  private static final double HEAP_SHARE = 0.3;

  // One entry a task of the training that runs: a process trains one machine at a time, so entries
  // of earlier data, or of another number of tasks, are dropped when new ones come.
  private static final ConcurrentMap<Key, TaskLanes> HELD = new ConcurrentHashMap<>();

  private record Key(String data, int task, int tasks) {}

  /** Where a task stands among the tasks of its stage. */
  record Place(int task, int tasks) implements Serializable {}

  private final List<LaneWorker> workers = new ArrayList<>();
  private final SubtreeMerger merger;

  private TaskLanes(TrainingJob job, Place place, LaneRows rows) {
    int from = job.firstLane(place.task(), place.tasks());
    int to = job.firstLane(place.task() + 1, place.tasks());
    for (int lane = from; lane < to; lane++) {
      workers.add(new LaneWorker(job, rows, lane));
    }
    merger = new SubtreeMerger(from, to, StatisticsLayout.of(job.machine()).size());
  }

  /** This process's lanes of the task, made from {@code source} the first time. */
  static TaskLanes of(TrainingJob job, Place place, Iterator<RowBlock> source) {
    return of(job, place, source, HEAP_SHARE);
  }

  /**
   * @param heapShare rows that would take more than this share of the heap go to a mapped file
   */
  static TaskLanes of(TrainingJob job, Place place, Iterator<RowBlock> source, double heapShare) {
    Key key = new Key(job.data(), place.task(), place.tasks());
    HELD.keySet().removeIf(k -> !k.data().equals(job.data()) || k.tasks() != place.tasks());
    return HELD.computeIfAbsent(
        key, k -> new TaskLanes(job, place, take(job, place, source, heapShare)));
  }

  /** Lets go of everything held in this process. */
  static void release() {
    HELD.clear();
  }

  private static LaneRows take(
      TrainingJob job, Place place, Iterator<RowBlock> source, double heapShare) {
    int from = job.firstLane(place.task(), place.tasks());
    int to = job.firstLane(place.task() + 1, place.tasks());
    int rowBytes = job.rows().rowBytes();
    double all = (double) job.plan().rows() * rowBytes;
    boolean inMemory = all <= heapShare * Runtime.getRuntime().maxMemory();
    Path local = SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
    return LaneRows.take(source, from, to - from, rowBytes, inMemory, local);
  }

  void setChains(byte[] allChains) {
    workers.forEach(w -> w.setChains(allChains));
  }

  /** The chains of these lanes, in order. */
  byte[] encodedChains() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    workers.forEach(w -> all.writeBytes(w.encodedChains()));
    return all.toByteArray();
  }

  /** Statistics of a step; the arrays are overwritten by the next one. */
  List<PhaseStatistics> compute(float[] parameters, long step) {
    int first = workers.get(0).lane();
    long begin = System.nanoTime();
    List<PhaseStatistics> merged =
        merger.merge((lane, sums) -> workers.get(lane - first).compute(parameters, step, sums));
    TaskWork.stepDone(System.nanoTime() - begin);
    return merged;
  }
}
