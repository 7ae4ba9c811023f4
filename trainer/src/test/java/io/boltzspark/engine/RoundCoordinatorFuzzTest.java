package io.boltzspark.engine;

import static io.boltzspark.engine.RoundFixture.ID;
import static io.boltzspark.engine.RoundFixture.REMOTE;
import static io.boltzspark.engine.RoundFixture.STATISTICS;
import static io.boltzspark.engine.RoundFixture.STEPS;
import static io.boltzspark.engine.RoundFixture.TASKS;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.boltzspark.engine.RoundFixture.FakeAnswer;
import io.boltzspark.testing.TestSeed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A round survives any number of messages that do not belong to it: a million, or as many as {@code
 * -Dboltz.fuzz.messages} says.
 */
class RoundCoordinatorFuzzTest {
  private static final int MESSAGES = Integer.getInteger("boltz.fuzz.messages", 1_000_000);

  /** What is wrong with a message. */
  private enum Wrong {
    GARBAGE,
    REPLAYED,
    CLAIMED_TWICE,
    KIND,
    RUN,
    ROUND,
    ATTEMPT,
    STEP,
    TASK,
    CONTENT,
    LENGTH,
    NOT_FINITE,
    FROM_ELSEWHERE
  }

  private final long seed = TestSeed.next();
  private final Random random = new Random(seed);
  private final RoundFixture round = new RoundFixture(false);
  private final List<Object[]> earlier = new ArrayList<>();
  private final Map<Wrong, Integer> refused = new EnumMap<>(Wrong.class);

  @Test
  void randomMessagesLeaveARoundIntact() {
    int moments = (STEPS + 1) * TASKS;
    int each = (MESSAGES + moments - 1) / moments;
    List<FakeAnswer> answers = new ArrayList<>();
    for (long step = -1; step < STEPS; step++) {
      for (int task = 0; task < TASKS; task++) {
        for (int i = 0; i < each; i++) {
          refused(step, task);
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
    assertEquals(EnumSet.allOf(Wrong.class), refused.keySet(), "seed " + seed);
    System.out.println("messages refused, by what was wrong with them: " + refused);
  }

  /**
   * Sends a message that is not the next one of any task.
   *
   * @param spoken tasks that have spoken at this step
   */
  private void refused(long step, int spoken) {
    Wrong wrong = Wrong.values()[random.nextInt(Wrong.values().length)];
    boolean impossible =
        switch (wrong) {
          case REPLAYED -> earlier.isEmpty();
          case CLAIMED_TWICE -> spoken == 0;
          case STEP, NOT_FINITE -> step < 0; // a greeting has neither
          default -> false;
        };
    Wrong what = impossible ? Wrong.GARBAGE : wrong;
    Object[] message =
        switch (what) {
          case GARBAGE -> garbage();
          case REPLAYED -> copy(earlier.get(random.nextInt(earlier.size())));
          case CLAIMED_TWICE -> good(step, random.nextInt(spoken));
          case CONTENT -> otherContent(step);
          case LENGTH -> otherLength(step);
          case NOT_FINITE -> notFinite(step);
          case FROM_ELSEWHERE -> good(step);
          default -> otherHeader(step, what);
        };
    FakeAnswer answer =
        what == Wrong.FROM_ELSEWHERE
            ? round.send(message, ((long[]) message[0])[5] != REMOTE)
            : round.send(message);
    assertNotNull(
        answer.refused, () -> "seed " + seed + ", " + what + ": " + Arrays.deepToString(message));
    refused.merge(what, 1, Integer::sum);
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
  private Object[] otherHeader(long step, Wrong field) {
    Object[] message = good(step);
    long[] header = (long[]) message[0];
    switch (field) {
      case KIND -> header[0] = random.nextBoolean() ? 3 + random.nextInt(9) : -random.nextInt(9);
      case RUN -> header[1] = other(header[1]);
      case ROUND -> header[2] = other(header[2]);
      case ATTEMPT -> header[3] = other(header[3]);
      case STEP -> header[4] = random.nextBoolean() ? other(step) : step - 1;
      case TASK ->
          header[5] =
              random.nextBoolean() ? -1 - random.nextInt(9) : TASKS + random.nextLong(1L << 40);
      default -> throw new IllegalArgumentException(field + " is in no header");
    }
    return message;
  }

  private long other(long value) {
    return random.nextBoolean() ? value ^ 1 : ~value ^ random.nextLong() & Long.MAX_VALUE;
  }

  /** What a task in another process might send when its numbers have left the range of floats. */
  private Object[] notFinite(long step) {
    float[] numbers = RoundFixture.numbers(step, REMOTE);
    float[] odd = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY};
    numbers[random.nextInt(numbers.length)] = odd[random.nextInt(odd.length)];
    return RoundFixture.statistics(step, REMOTE, numbers);
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
    return good(step, random.nextInt(TASKS));
  }

  private static Object[] good(long step, int task) {
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
