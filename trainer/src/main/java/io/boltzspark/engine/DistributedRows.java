package io.boltzspark.engine;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.spark.Failures;
import io.boltzspark.spark.JobGroup;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The training rows where they are needed: a partition a task, holding the rows of the task's
 * lanes, lane by lane and by position, in blocks. Spark keeps the partitions in memory or, where
 * they do not fit, on disk.
 */
public final class DistributedRows implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DistributedRows.class);

  /** The most of Spark's memory for storage that the rows may take. */
  private static final double MEMORY_SHARE = 0.5;

  private final EpochPlan plan;
  private final int rowBytes;
  private final JavaPairRDD<Long, byte[]> source;
  private JavaRDD<RowBlock> rdd;
  private TaskLayout layout;

  /**
   * @param source position and bytes of every training row, in any order and partitions
   */
  public DistributedRows(
      EpochPlan plan, int rowBytes, JavaPairRDD<Long, byte[]> source, TaskLayout layout) {
    this.plan = plan;
    this.rowBytes = rowBytes;
    this.source = source;
    distribute(layout);
  }

  JavaRDD<RowBlock> rdd() {
    return rdd;
  }

  public TaskLayout layout() {
    return layout;
  }

  int tasks() {
    return layout.tasks();
  }

  /** Reads all rows now, so that bad ones are met before anything is written. */
  public void load() {
    long found =
        JobGroup.run(
            rdd.context(),
            "boltz-data",
            "dealing the training rows out to lanes",
            () -> {
              try {
                return rdd.mapToDouble(RowBlock::rows).fold(0.0, Double::sum).longValue();
              } catch (Exception e) { // SparkException is checked, but not declared
                throw Failures.whileReading("the training rows", e);
              }
            });
    if (found != plan.rows()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the training part holds "
              + found
              + " rows, not the "
              + plan.rows()
              + " that were announced; prepare the data again");
    }
  }

  /** Deals the rows out again when other tasks are to share the lanes. */
  void fit(TaskLayout other) {
    if (other.tasks() == layout.tasks() && other.cores() == layout.cores()) {
      layout = other;
      return;
    }
    LOG.info(
        "{} instead of {}: dealing the training rows out again", other.label(), layout.label());
    rdd.unpersist();
    distribute(other);
  }

  private void distribute(TaskLayout other) {
    layout = other;
    rdd =
        layout
            .over(
                source
                    .mapToPair(new KeyByLane(plan))
                    .repartitionAndSortWithinPartitions(
                        new LanePartitioner(plan.lanes(), layout.tasks()))
                    .mapPartitions(new ToBlocks(), true))
            .persist(level());
    rdd.setName("training rows by lane");
  }

  // Rows that will not fit go to disk at once: Spark would try memory anew in every round.
  private StorageLevel level() {
    double bytes = (double) plan.rows() * rowBytes;
    double memory =
        CollectionConverters.asJava(source.context().getExecutorMemoryStatus()).values().stream()
            .mapToDouble(limitAndFree -> ((Number) limitAndFree._1()).doubleValue())
            .sum();
    return bytes <= MEMORY_SHARE * memory
        ? StorageLevel.MEMORY_AND_DISK()
        : StorageLevel.DISK_ONLY();
  }

  @Override
  public void close() {
    rdd.unpersist();
    TaskLanes.release();
  }

  // Lane in the high bits, position in the low ones: sorting by it gives a lane's rows in order.
  private static final int POSITION_BITS = 48;

  private static int lane(long key) {
    return (int) (key >>> POSITION_BITS);
  }

  private static final class KeyByLane
      implements org.apache.spark.api.java.function.PairFunction<
          Tuple2<Long, byte[]>, Long, byte[]> {
    private static final long serialVersionUID = 1;
    private final EpochPlan plan;

    KeyByLane(EpochPlan plan) {
      this.plan = plan;
    }

    @Override
    public Tuple2<Long, byte[]> call(Tuple2<Long, byte[]> row) {
      long position = row._1();
      if (position < 0 || position >= plan.rows()) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "a training row has the position "
                + position
                + ", but "
                + plan.rows()
                + " rows have the positions 0 to "
                + (plan.rows() - 1));
      }
      return new Tuple2<>((long) plan.laneOf(position) << POSITION_BITS | position, row._2());
    }
  }

  private static final class LanePartitioner extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int tasks;
    private final int[] taskOfLane;

    LanePartitioner(Lanes lanes, int tasks) {
      this.tasks = tasks;
      this.taskOfLane = new int[lanes.count()];
      for (int task = 0; task < tasks; task++) {
        java.util.Arrays.fill(
            taskOfLane, lanes.first(task, tasks), lanes.first(task + 1, tasks), task);
      }
    }

    @Override
    public int numPartitions() {
      return tasks;
    }

    @Override
    public int getPartition(Object key) {
      return taskOfLane[lane((Long) key)];
    }
  }

  private static final class ToBlocks
      implements FlatMapFunction<Iterator<Tuple2<Long, byte[]>>, RowBlock>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<RowBlock> call(Iterator<Tuple2<Long, byte[]>> rows) {
      return new Blocks(rows);
    }
  }

  /** Gathers consecutive rows of one lane; holds one block at a time. */
  private static final class Blocks implements Iterator<RowBlock> {
    private final Iterator<Tuple2<Long, byte[]>> rows;
    private Tuple2<Long, byte[]> next;
    private int lane = -1;
    private int place;

    Blocks(Iterator<Tuple2<Long, byte[]>> rows) {
      this.rows = rows;
      advance();
    }

    private void advance() {
      Tuple2<Long, byte[]> last = next;
      next = rows.hasNext() ? rows.next() : null;
      if (last != null && next != null && last._1().equals(next._1())) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "two training rows have the position " + (last._1() & (1L << POSITION_BITS) - 1));
      }
    }

    @Override
    public boolean hasNext() {
      return next != null;
    }

    @Override
    public RowBlock next() {
      if (next == null) {
        throw new NoSuchElementException();
      }
      if (lane(next._1()) != lane) {
        lane = lane(next._1());
        place = 0;
      }
      int first = place;
      List<byte[]> taken = new ArrayList<>();
      while (next != null && lane(next._1()) == lane && taken.size() < RowBlock.ROWS) {
        taken.add(next._2());
        place++;
        advance();
      }
      int width = taken.get(0).length;
      byte[] bytes = new byte[Math.multiplyExact(taken.size(), width)];
      for (int i = 0; i < taken.size(); i++) {
        System.arraycopy(taken.get(i), 0, bytes, i * width, width);
      }
      return new RowBlock(lane, first, taken.size(), bytes);
    }
  }
}
