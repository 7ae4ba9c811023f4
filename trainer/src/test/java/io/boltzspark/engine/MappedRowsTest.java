package io.boltzspark.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Initialisation;
import io.boltzspark.boltzmann.Initialisation.VisibleMoments;
import io.boltzspark.boltzmann.NegativePhaseConfig.Algorithm;
import io.boltzspark.engine.TaskLanes.Place;
import io.boltzspark.engine.training.Trainings;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that do not fit into the heap are read from a mapped file, with the same result. */
class MappedRowsTest {
  private static final int UNITS = 7;
  private static final int LANES = 2;

  /** Three blocks a lane, the last of them not full. */
  private static final int ROWS = LANES * (2 * RowBlock.ROWS + 100);

  private static final BoltzmannConfig PCD =
      Trainings.config(UNITS, Algorithm.PCD, false, 1, 0.01, 3);
  private static final EpochPlan PLAN = new EpochPlan(ROWS, PCD.batchSize(), new Lanes(LANES));

  @TempDir Path directory;

  @AfterEach
  void release() {
    TaskLanes.release();
  }

  private static byte[] row(long position) {
    byte[] row = new byte[UNITS];
    Random random = new Random(position);
    for (int i = 0; i < UNITS; i++) {
      row[i] = (byte) random.nextInt(2);
    }
    return row;
  }

  /** The rows of each lane, by position. */
  private static List<List<byte[]>> byLane() {
    List<List<byte[]>> lanes = new ArrayList<>();
    for (int lane = 0; lane < LANES; lane++) {
      lanes.add(new ArrayList<>());
    }
    for (long position = 0; position < ROWS; position++) {
      lanes.get(PLAN.laneOf(position)).add(row(position));
    }
    return lanes;
  }

  private static Iterator<RowBlock> blocks() {
    List<RowBlock> blocks = new ArrayList<>();
    List<List<byte[]>> lanes = byLane();
    for (int lane = 0; lane < LANES; lane++) {
      List<byte[]> rows = lanes.get(lane);
      for (int first = 0; first < rows.size(); first += RowBlock.ROWS) {
        int count = Math.min(RowBlock.ROWS, rows.size() - first);
        byte[] bytes = new byte[count * UNITS];
        for (int i = 0; i < count; i++) {
          System.arraycopy(rows.get(first + i), 0, bytes, i * UNITS, UNITS);
        }
        blocks.add(new RowBlock(lane, first, count, bytes));
      }
    }
    return blocks.iterator();
  }

  @Test
  void anyRowIsAtHand() throws IOException {
    List<List<byte[]>> expected = byLane();
    for (boolean inMemory : new boolean[] {true, false}) {
      LaneRows rows = LaneRows.take(blocks(), 0, LANES, UNITS, inMemory, directory);
      byte[] row = new byte[UNITS];
      for (int lane = 0; lane < LANES; lane++) {
        assertEquals(expected.get(lane).size(), rows.rows(lane));
        for (int place = 0; place < rows.rows(lane); place++) {
          rows.get(lane, place, row);
          assertArrayEquals(expected.get(lane).get(place), row, "lane " + lane + ", " + place);
        }
      }
      try (Stream<Path> left = Files.list(directory)) {
        assertEquals(List.of(), left.toList(), "the file has no name any more");
      }
    }
  }

  @Test
  void statisticsAreTheSameBits() {
    TestSpark.local(1);
    TaskLanes held = lanes(1);
    TaskLanes mapped = lanes(0);
    BoltzmannMachine machine = RoundFixture.program(PCD, PLAN).machine();
    VisibleMoments moments = new VisibleMoments(new double[UNITS], new double[UNITS], 1);
    float[] parameters = Initialisation.parameters(machine, PCD, moments);
    Matrix noRows = Matrix.zeros(0, UNITS);
    byte[] chains =
        Initialisation.chains(machine, PCD, PLAN.lanes(), parameters, moments, noRows, 0);
    held.setStates(chains);
    mapped.setStates(chains);
    for (long step = 0; step < 2 * PLAN.steps(); step++) {
      List<StepStatistics> expected = held.compute(parameters, step);
      List<StepStatistics> found = mapped.compute(parameters, step);
      assertEquals(1, found.size());
      assertArrayEquals(
          RoundFixture.bits(expected.get(0).sums()),
          RoundFixture.bits(found.get(0).sums()),
          "step " + step);
    }
    assertArrayEquals(held.states(), mapped.states());
  }

  private static TaskLanes lanes(double heapShare) {
    return TaskLanes.of(job(UUID.randomUUID().toString()), new Place(0, 1, 1), blocks(), heapShare);
  }

  private static TrainingJob job(String data) {
    return RoundFixture.job(PCD, PLAN, data);
  }
}
