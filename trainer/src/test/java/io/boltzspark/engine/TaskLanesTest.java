package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Initialisation;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.TaskLanes.Place;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.math.Matrix;
import io.boltzspark.testing.TestSpark;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A task's statistics and chains do not depend on how many threads it has. */
class TaskLanesTest {
  private static final int UNITS = 7;
  private static final int LANES = 16;
  private static final int ROWS = LANES * 12 + 3;
  private static final int TASKS = 3;
  private static final BoltzmannConfig PCD =
      Trainings.config(UNITS, Algorithm.PCD, false, 1, 0.01, 2);
  private static final EpochPlan PLAN = new EpochPlan(ROWS, PCD.batchSize(), new Lanes(LANES));

  @AfterEach
  void release() {
    TaskLanes.release();
  }

  private static TrainingJob job() {
    return RoundFixture.job(PCD, PLAN, UUID.randomUUID().toString());
  }

  /** The rows of all lanes of a task, a block a lane. */
  private static Iterator<RowBlock> rows(TrainingJob job, int task) {
    List<RowBlock> blocks = new ArrayList<>();
    for (int lane = job.firstLane(task, TASKS); lane < job.firstLane(task + 1, TASKS); lane++) {
      byte[] bytes = new byte[PLAN.laneRows(lane) * UNITS];
      Random random = new Random(lane);
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) random.nextInt(2);
      }
      blocks.add(new RowBlock(lane, 0, PLAN.laneRows(lane), bytes));
    }
    return blocks.iterator();
  }

  /** Five or six lanes a task, which are no subtree, on one thread to more threads than lanes. */
  @Test
  void anyNumberOfThreadsGivesTheSameBits() {
    TestSpark.local(1);
    VisibleMoments moments = new VisibleMoments(new double[UNITS], new double[UNITS], 1);
    float[] parameters =
        Initialisation.parameters(RoundFixture.program(PCD, PLAN).machine(), PCD, moments);
    Matrix noRows = Matrix.zeros(0, UNITS);
    byte[] chains =
        Initialisation.chains(
            RoundFixture.program(PCD, PLAN).machine(),
            PCD,
            PLAN.lanes(),
            parameters,
            moments,
            noRows,
            0);
    for (int task = 0; task < TASKS; task++) {
      int from = job().firstLane(task, TASKS);
      int to = job().firstLane(task + 1, TASKS);
      List<int[]> subtrees = SubtreeMerger.subtrees(from, to);
      assertTrue(subtrees.size() > 1, "lanes " + from + " to " + to);
      List<List<int[]>> oneThread = null;
      byte[] chainsOfOne = null;
      for (int threads = 1; threads <= to - from + 2; threads++) {
        TrainingJob job = job();
        TaskLanes lanes = TaskLanes.of(job, new Place(task, TASKS, threads), rows(job, task));
        lanes.setStates(chains);
        List<List<int[]>> steps = new ArrayList<>();
        for (long step = 0; step < 2 * PLAN.steps(); step++) {
          List<StepStatistics> parts = lanes.compute(parameters, step);
          for (int i = 0; i < subtrees.size(); i++) {
            assertEquals(subtrees.get(i)[0], parts.get(i).level());
            assertEquals(subtrees.get(i)[1], parts.get(i).index());
          }
          assertEquals(subtrees.size(), parts.size());
          steps.add(parts.stream().map(part -> RoundFixture.bits(part.sums())).toList());
        }
        if (threads == 1) {
          oneThread = steps;
          chainsOfOne = lanes.states();
        }
        for (int step = 0; step < steps.size(); step++) {
          for (int i = 0; i < subtrees.size(); i++) {
            assertArrayEquals(
                oneThread.get(step).get(i),
                steps.get(step).get(i),
                "task " + task + " with " + threads + " threads, step " + step);
          }
        }
        assertArrayEquals(chainsOfOne, lanes.states());
        assertTrue(lanes.productNanos() <= lanes.computingNanos(), "products are a part of it");
      }
    }
  }

  /** Its rows are let go of when tasks get other cores: they would be held twice. */
  @Test
  void lanesAreHeldForOneLayoutAtATime() {
    TestSpark.local(1);
    TrainingJob job = job();
    Place alone = new Place(0, TASKS, 1);
    TaskLanes held = TaskLanes.of(job, alone, rows(job, 0));
    TaskLanes beside = TaskLanes.of(job, new Place(1, TASKS, 1), rows(job, 1));
    assertSame(held, TaskLanes.of(job, alone, rows(job, 0)));
    assertSame(beside, TaskLanes.of(job, new Place(1, TASKS, 1), rows(job, 1)));
    TaskLanes.of(job, new Place(0, TASKS, 2), rows(job, 0));
    assertNotSame(held, TaskLanes.of(job, alone, rows(job, 0)));
  }
}
