package io.boltzspark.learning.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Against the list of all ends. */
class StepGroupsTest {
  private static final int EPOCHS = 3;

  private static TreeSet<Long> ends(int size, long perEpoch) {
    TreeSet<Long> ends = new TreeSet<>();
    for (long epoch = 0; epoch < EPOCHS; epoch++) {
      for (long within = size; within < perEpoch; within += size) {
        ends.add(epoch * perEpoch + within);
      }
      ends.add((epoch + 1) * perEpoch);
    }
    return ends;
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "1, 5", "2, 6", "2, 7", "4, 6", "7, 7", "9, 7"})
  void groupsDivideEachEpoch(int size, long perEpoch) {
    StepGroups groups = new StepGroups(size, perEpoch);
    TreeSet<Long> ends = ends(size, perEpoch);
    for (long step = 0; step < EPOCHS * perEpoch; step++) {
      assertEquals(ends.higher(step), groups.end(step), "step " + step);
      assertEquals(ends.ceiling(step + 1), groups.endFrom(step + 1), "from " + (step + 1));
    }
    for (long end : ends) {
      Long before = ends.lower(end);
      for (long every = 1; every <= EPOCHS * perEpoch; every++) {
        long period = every;
        boolean reached =
            LongStream.rangeClosed(before == null ? 1 : before + 1, end)
                .anyMatch(step -> step % period == 0);
        assertEquals(reached, groups.reaches(end, every), every + " until " + end);
      }
    }
  }

  @Test
  void aGroupHasSteps() {
    assertThrows(IllegalArgumentException.class, () -> new StepGroups(0, 5));
    assertThrows(IllegalArgumentException.class, () -> new StepGroups(2, 0));
  }
}
