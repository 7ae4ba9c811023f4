package io.boltzspark.engine;

import static io.boltzspark.engine.RoundFixture.ID;
import static io.boltzspark.engine.RoundFixture.REMOTE;
import static io.boltzspark.engine.RoundFixture.STATISTICS;
import static io.boltzspark.engine.RoundFixture.STEPS;
import static io.boltzspark.engine.RoundFixture.TASKS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.boltzspark.engine.RoundFixture.FakeAnswer;
import io.boltzspark.testing.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A round survives any number of messages that do not belong to it. */
class RoundCoordinatorFuzzTest {
  private static final int MESSAGES = 100_000;

  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);
  private final RoundFixture round = new RoundFixture(false);
  private final List<Object[]> earlier = new ArrayList<>();

  @Test
  void randomMessagesLeaveARoundIntact() {
    int each = MESSAGES / ((STEPS + 1) * TASKS);
    List<FakeAnswer> answers = new ArrayList<>();
    for (long step = -1; step < STEPS; step++) {
      for (int task = 0; task < TASKS; task++) {
        for (int i = 0; i < each; i++) {
          refused(foreign(step));
        }
        Object[] message =
            step < 0 ? RoundFixture.hello(task) : RoundFixture.statistics(step, task);
        earlier.add(copy(message));
        answers.add(round.send(message));
      }
    }
    answers.forEach(answer -> assertNotNull(answer.sent, "seed " + seed));
    assertNull(round.coordinator.failure(), "seed " + seed);
    assertArrayEquals(
        RoundFixture.bitsWithoutExchange(STEPS),
        RoundFixture.bits(round.learner.parameters()),
        "seed " + seed);
  }

  private void refused(Object[] message) {
    FakeAnswer answer = round.send(message);
    assertNotNull(answer.refused, () -> "seed " + seed + ": " + Arrays.deepToString(message));
  }

  /** A message that is not the next one of any task, of which some are nearly. */
  private Object[] foreign(long step) {
    return switch (random.nextInt(5)) {
      case 0 -> garbage();
      case 1 -> earlier.isEmpty() ? garbage() : copy(earlier.get(random.nextInt(earlier.size())));
      case 2 -> otherHeader(step);
      case 3 -> otherContent(step);
      default -> otherLength(step);
    };
  }

  private Object[] garbage() {
    Object[] message = new Object[random.nextInt(5)];
    for (int i = 0; i < message.length; i++) {
      message[i] = object();
    }
    return message;
  }

  private Object object() {
    return switch (random.nextInt(9)) {
      case 0 -> null;
      case 1 -> "text";
      case 2 -> random.nextLong();
      case 3 -> random.longs(random.nextInt(8)).toArray();
      case 4 -> new double[STATISTICS];
      case 5 -> new float[random.nextInt(STATISTICS)];
      case 6 -> new byte[random.nextInt(4 * STATISTICS)];
      case 7 -> new Date();
      default -> ID;
    };
  }

  /** One field of the header of a good message becomes one that no good message has now. */
  private Object[] otherHeader(long step) {
    Object[] message = good(step);
    long[] header = (long[]) message[0];
    int field = random.nextInt(6);
    long old = header[field];
    switch (field) {
      case 0 -> header[0] = random.nextBoolean() ? 3 + random.nextInt(9) : -random.nextInt(9);
      case 4 -> {
        // The step of a greeting means nothing.
        header[4] = step < 0 ? old : random.nextBoolean() ? random.nextLong() : step - 1;
        header[1] ^= step < 0 || header[4] == old ? 1 : 0;
      }
      case 5 ->
          header[5] =
              random.nextBoolean() ? -1 - random.nextInt(9) : TASKS + random.nextLong(1L << 40);
      default -> header[field] = random.nextBoolean() ? random.nextLong() | 1L << 62 : old ^ 1;
    }
    return message;
  }

  /** One part of a good message becomes something else. */
  private Object[] otherContent(long step) {
    Object[] message = good(step);
    Object replacement = object();
    int part = 1 + random.nextInt(message.length - 1);
    boolean fits = step < 0 && part < 3 && replacement instanceof String;
    message[part] = fits ? null : replacement;
    if (step >= 0 && random.nextInt(4) == 0) {
      int local = random.nextInt(REMOTE);
      long[] header = Messages.header(Messages.STATISTICS, ID, step, local);
      message = new Object[] {header, new byte[4 * STATISTICS]};
    }
    return message;
  }

  private Object[] otherLength(long step) {
    Object[] message = good(step);
    int length = random.nextBoolean() ? message.length - 1 : message.length + 1 + random.nextInt(3);
    return Arrays.copyOf(message, length);
  }

  private Object[] good(long step) {
    int task = random.nextInt(TASKS);
    return step < 0 ? RoundFixture.hello(task) : RoundFixture.statistics(step, task);
  }

  private static Object[] copy(Object[] message) {
    Object[] copy = message.clone();
    for (int i = 0; i < copy.length; i++) {
      copy[i] =
          copy[i] instanceof float[] floats
              ? floats.clone()
              : copy[i] instanceof byte[] bytes ? bytes.clone() : copy[i];
    }
    return copy;
  }
}
