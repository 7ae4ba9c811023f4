package io.boltzspark.adversarial;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.boltzspark.learning.LaneBatch;
import io.boltzspark.learning.LaneStep;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.testing.LiveNumbers;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps work in buffers that were allocated once. */
class AdversarialMemoryTest {
  private static final int STEPS = 500;

  /** One image's maps between two layers: 6 x 4 positions of 16 channels. */
  private static final int MAPS = 6 * 4 * 16 * Float.BYTES;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A program and its only lane, with its minibatches. */
  private final class Training {
    private final byte[][] rows;
    private final LaneStep lane;
    private final Learner learner;
    private final float[] sums;
    private long step;

    Training(int images) {
      AdversarialProgram program = GoldenInputs.LABELLED.program(images);
      byte[][] some = GoldenInputs.LABELLED.rows();
      this.rows = new byte[images][];
      for (int r = 0; r < images; r++) {
        rows[r] = some[r % some.length];
      }
      this.lane = program.taskSteps(new Lanes(1)).lane(0);
      this.learner = program.learner(GoldenInputs.LABELLED.parameters(), new ParallelRanges(1));
      this.sums = new float[program.statistics()];
    }

    /** Makes steps; returns the bytes that the thread has allocated in the thriftiest of them. */
    long run(int steps) {
      long least = Long.MAX_VALUE;
      for (int s = 0; s < steps; s++, step++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        lane.compute(learner.parameters(), new Rows(rows, step), sums);
        assertTrue(learner.step(List.of(new StepStatistics(0, 0, sums)), rows.length));
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      return least;
    }
  }

  @Test
  void stepsKeepNothing() {
    Training training = new Training(GoldenInputs.BATCH);
    training.run(STEPS / 10);
    long before = LiveNumbers.bytes();
    training.run(STEPS - STEPS / 10);
    // Four bytes more a step would be seen.
    assertEquals(before, LiveNumbers.bytes(), 4 * STEPS * 0.8);
    assertEquals(STEPS, training.step);
  }

  /** What a step allocates, windows on its buffers, does not grow with the images of a block. */
  @Test
  void stepsAllocateNoMaps() {
    long few = new Training(10).run(20);
    long many = new Training(30).run(20);
    assertEquals(few, many, MAPS, "20 images more, and less than the maps of one");
  }

  private record Rows(byte[][] all, long step) implements LaneBatch {
    @Override
    public int rows() {
      return all.length;
    }

    @Override
    public int batchSize() {
      return all.length;
    }

    @Override
    public void rowInto(int row, byte[] bytes) {
      System.arraycopy(all[row], 0, bytes, 0, bytes.length);
    }
  }
}
