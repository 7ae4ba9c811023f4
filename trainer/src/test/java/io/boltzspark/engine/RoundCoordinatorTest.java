package io.boltzspark.engine;

import static io.boltzspark.engine.RoundFixture.ID;
import static io.boltzspark.engine.RoundFixture.PARAMETERS;
import static io.boltzspark.engine.RoundFixture.REMOTE;
import static io.boltzspark.engine.RoundFixture.STATISTICS;
import static io.boltzspark.engine.RoundFixture.STEPS;
import static io.boltzspark.engine.RoundFixture.TASKS;
import static io.boltzspark.engine.RoundFixture.hello;
import static io.boltzspark.engine.RoundFixture.numbers;
import static io.boltzspark.engine.RoundFixture.statistics;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.engine.RoundFixture.FakeAnswer;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.testing.TestSeed;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The driver's side of a round, told by hand what tasks would send. */
class RoundCoordinatorTest {
  private final RoundFixture round = new RoundFixture(false);

  @Test
  void aRoundIsTheLearnersSteps() {
    for (FakeAnswer answer : round.sendHellos()) {
      assertEquals(Messages.GO, answer.kind());
    }
    for (long step = 0; step < STEPS; step++) {
      for (FakeAnswer answer : round.sendStatistics(step)) {
        assertEquals(step == STEPS - 1 ? Messages.END : Messages.GO, answer.kind());
        assertEquals(step + 1, Messages.headerOf(answer.sent).step());
      }
    }
    assertArrayEquals(
        RoundFixture.bitsWithoutExchange(STEPS), RoundFixture.bits(round.learner.parameters()));
    assertEquals(LongStream.rangeClosed(1, STEPS).boxed().toList(), round.heard);
  }

  @Test
  void parametersTravelByReferenceWithinAProcessAndAsBytesBetweenProcesses() {
    round.sendHellos();
    List<FakeAnswer> answers = round.sendStatistics(0);
    for (int task = 0; task < TASKS; task++) {
      Object packed = answers.get(task).sent[1];
      assertEquals(task == REMOTE ? byte[].class : float[].class, packed.getClass());
      float[] received = Messages.unpack(packed, PARAMETERS, new float[PARAMETERS]);
      assertArrayEquals(RoundFixture.bitsWithoutExchange(1), RoundFixture.bits(received));
    }
  }

  @Test
  void theListenerEndsTheRound() {
    round.stopAt = 5;
    round.sendHellos();
    for (long step = 0; step < 5; step++) {
      long expected = step == 4 ? Messages.END : Messages.GO;
      round.sendStatistics(step).forEach(answer -> assertEquals(expected, answer.kind()));
    }
    assertArrayEquals(
        RoundFixture.bitsWithoutExchange(5), RoundFixture.bits(round.learner.parameters()));
  }

  static Stream<Arguments> foreign() {
    RoundId otherRun = new RoundId(ID.run() + 1, ID.round(), ID.attempt());
    RoundId otherRound = new RoundId(ID.run(), ID.round() - 1, ID.attempt());
    RoundId otherAttempt = new RoundId(ID.run(), ID.round(), ID.attempt() - 1);
    float[] one = numbers(3, 1);
    return Stream.of(
        Arguments.of("empty", new Object[] {}),
        Arguments.of("no header", new Object[] {"header", one}),
        Arguments.of("null header", new Object[] {null, one}),
        Arguments.of("short header", new Object[] {new long[] {Messages.STATISTICS}, one}),
        Arguments.of("unknown kind", message(99, ID, 3, 1, one)),
        Arguments.of("a driver's kind", message(Messages.GO, ID, 3, 1, one)),
        Arguments.of("another hello", hello(1)),
        Arguments.of("other run", message(Messages.STATISTICS, otherRun, 3, 1, one)),
        Arguments.of("other round", message(Messages.STATISTICS, otherRound, 3, 1, one)),
        Arguments.of("earlier attempt", message(Messages.STATISTICS, otherAttempt, 3, 1, one)),
        Arguments.of("step before", statistics(2, 1)),
        Arguments.of("step after", statistics(4, 1)),
        Arguments.of("task too large", message(Messages.STATISTICS, ID, 3, TASKS, one)),
        Arguments.of("negative task", message(Messages.STATISTICS, ID, 3, -1, one)),
        Arguments.of("task of 33 bits", message(Messages.STATISTICS, ID, 3, (1L << 32) + 1, one)),
        Arguments.of("task that has answered", statistics(3, 0)),
        Arguments.of("parameters alone", statistics(3, 1, new float[PARAMETERS])),
        Arguments.of("too few numbers", statistics(3, 1, new float[STATISTICS - 1])),
        Arguments.of("too many numbers", statistics(3, 1, new float[STATISTICS + 1])),
        Arguments.of("too few bytes", statistics(3, REMOTE, new float[STATISTICS - 1])),
        Arguments.of(
            "bytes not finite",
            statistics(3, REMOTE, withNumber(numbers(3, REMOTE), Float.NEGATIVE_INFINITY))),
        Arguments.of(
            "numbers by reference of another process",
            message(Messages.STATISTICS, ID, 3, REMOTE, numbers(3, REMOTE))),
        Arguments.of(
            "bytes of a local task",
            message(Messages.STATISTICS, ID, 3, 1, new byte[4 * STATISTICS])),
        Arguments.of("no numbers", message(Messages.STATISTICS, ID, 3, 1, new Object[] {null})),
        Arguments.of("doubles", message(Messages.STATISTICS, ID, 3, 1, new double[STATISTICS])),
        Arguments.of("not of the JDK", message(Messages.STATISTICS, ID, 3, 1, ID)),
        Arguments.of("two subtrees", message(Messages.STATISTICS, ID, 3, 1, one, one)),
        Arguments.of("no subtree", message(Messages.STATISTICS, ID, 3, 1)));
  }

  private static float[] withNumber(float[] numbers, float odd) {
    numbers[numbers.length / 2] = odd;
    return numbers;
  }

  private static Object[] message(long kind, RoundId id, long step, long task, Object... parts) {
    return Stream.concat(
            Stream.of((Object) Messages.header(kind, id, step, task)), Stream.of(parts))
        .toArray();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("foreign")
  void whatDoesNotBelongIsRefusedWithoutHarm(String what, Object[] message) {
    round.sendHellos();
    for (long step = 0; step < 3; step++) {
      round.sendStatistics(step);
    }
    FakeAnswer first = round.send(statistics(3, 0));
    FakeAnswer foreign = round.send(message);
    assertNotNull(foreign.refused, what);
    assertTrue(first.isPending(), what);
    round.send(statistics(3, 1));
    round.send(statistics(3, 2));
    for (long step = 4; step < STEPS; step++) {
      round.sendStatistics(step);
    }
    assertNull(round.coordinator.failure(), what);
    assertArrayEquals(
        RoundFixture.bitsWithoutExchange(STEPS), RoundFixture.bits(round.learner.parameters()));
  }

  @Test
  void statisticsBeforeAGreetingAreRefused() {
    assertNotNull(round.send(statistics(0, 0)).refused);
    Object[] badHello = hello(0);
    badHello[3] = "true";
    assertNotNull(round.send(badHello).refused);
    for (FakeAnswer answer : round.sendHellos()) {
      assertEquals(Messages.GO, answer.kind());
    }
  }

  @Test
  void differentKernelsAreAnErrorThatNamesThemAndTheRemedy() {
    round.send(hello(0, "HASWELL"));
    FakeAnswer waiting = round.send(hello(1, "COOPERLAKE"));
    FakeAnswer last = round.send(hello(2, "HASWELL"));
    assertFailure(
        ExitCode.ENVIRONMENT,
        "executor-1=COOPERLAKE",
        "executor-0=HASWELL",
        "OPENBLAS_CORETYPE",
        "engine.allow-mixed-kernels");
    assertNotNull(waiting.refused);
    assertNotNull(last.refused);
  }

  @Test
  void differentKernelsCanBeAllowed() {
    RoundFixture allowing = new RoundFixture(true);
    allowing.send(hello(0, "HASWELL"));
    allowing.send(hello(1, "COOPERLAKE"));
    assertEquals(Messages.GO, allowing.send(hello(2)).kind());
  }

  @Test
  void silenceIsAFailureThatNamesWhoIsSilent() {
    round.sendHellos();
    round.coordinator.checkProgress(Duration.ZERO);
    assertNull(round.coordinator.failure(), "all tasks compute; none waits");
    FakeAnswer waiting = round.send(statistics(0, 0));
    round.coordinator.checkProgress(Duration.ofHours(1));
    assertNull(round.coordinator.failure(), "there is still time");
    round.coordinator.checkProgress(Duration.ZERO);
    String message =
        assertFailure(
            ExitCode.EXECUTION,
            "task 1 (executor executor-1)",
            "task 2 (executor executor-2)",
            "engine.exchange-timeout");
    assertTrue(!message.contains("task 0"), message);
    assertNotNull(waiting.refused);
    assertEquals(2, round.coordinator.silence().tasks());
    assertEquals(Set.of("executor-0"), round.coordinator.silence().answering());
    assertEquals(Set.of("executor-1", "executor-2"), round.coordinator.silence().hanging());
  }

  @Test
  void whenAllOtherProcessesAreSilentThatIsAFailureToo() {
    for (int task = 0; task < RoundFixture.TASKS; task++) {
      Object[] hello = hello(task);
      hello[3] = false; // from another process
      round.send(hello, true);
    }
    round.coordinator.checkProgress(Duration.ofHours(1));
    assertNull(round.coordinator.failure(), "there is still time");
    round.coordinator.checkProgress(Duration.ZERO);
    assertFailure(ExitCode.EXECUTION, "task 0", "task 1", "task 2", "engine.exchange-timeout");
    assertEquals(RoundFixture.TASKS, round.coordinator.silence().tasks());
    assertEquals(Set.of(), round.coordinator.silence().answering());
  }

  @Test
  void aTaskThatNeverStartedIsSilentToo() {
    round.send(hello(0));
    round.send(hello(2));
    round.coordinator.checkProgress(Duration.ZERO);
    String message = assertFailure(ExitCode.EXECUTION, "task 1");
    assertTrue(!message.contains("null"), message);
    assertEquals(1, round.coordinator.silence().tasks());
    assertEquals(Set.of(), round.coordinator.silence().hanging());
  }

  @Test
  void givingUpRefusesThoseWhoWaitAndThoseWhoComeLater() {
    round.sendHellos();
    FakeAnswer waiting = round.send(statistics(0, 0));
    RuntimeException first = new IllegalStateException("executor lost");
    round.coordinator.fail(first);
    round.coordinator.fail(new IllegalStateException("a consequence"));
    assertTrue(waiting.refused.contains("executor lost"), waiting.refused);
    assertTrue(round.send(statistics(0, 1)).refused.contains("executor lost"));
    assertEquals(first, round.coordinator.failure());
    assertEquals(0, round.learner.step());
  }

  @Test
  void aNumberThatIsNotFiniteIsDivergence() {
    long seed = TestSeed.next();
    float[] bad = numbers(1, 1);
    // Weights are looked at when parameters are kept, the others at every step.
    int at = 6 + new Random(seed).nextInt(PARAMETERS - 6);
    bad[at] = Float.NaN;
    round.sendHellos();
    round.sendStatistics(0);
    FakeAnswer waiting = round.send(statistics(1, 0));
    round.send(statistics(1, 1, bad));
    round.send(statistics(1, 2));
    assertFailure(ExitCode.DIVERGED, "step 2", "learning-rate");
    assertNotNull(waiting.refused, "seed " + seed);
  }

  /** Over the network it is refused, and the other tasks do not notice. */
  @Test
  void aRemoteNumberThatIsNotFiniteIsRefusedAndEndsARoundThatFails() {
    round.sendHellos();
    FakeAnswer waiting = round.send(statistics(0, 0));
    Object[] bad = statistics(0, REMOTE, withNumber(numbers(0, REMOTE), Float.NaN));
    assertTrue(round.send(bad).refused.contains("finite"));
    assertNull(round.coordinator.failure());
    assertTrue(waiting.isPending());
    // Had it been the task itself, it would have died of the refusal, and the attempt with it.
    round.coordinator.fail(new IllegalStateException("a task died"));
    assertFailure(ExitCode.DIVERGED, "step 1", "learning-rate");
  }

  @Test
  void whoGreetsFromElsewhereThanItSaysIsRefused() {
    assertNotNull(round.send(hello(0), true).refused);
    assertNotNull(round.send(hello(REMOTE), false).refused);
    round.sendHellos();
    assertNotNull(round.send(statistics(0, 0), true).refused);
    assertNotNull(round.send(statistics(0, REMOTE), false).refused);
    assertEquals(3, round.sendStatistics(0).size());
    assertEquals(1, round.learner.step());
  }

  @Test
  void numbersAreFiniteOrNot() {
    long seed = TestSeed.next();
    Random random = new Random(seed);
    for (int length : new int[] {0, 1, 255, 256, 257, 1000}) {
      float[] values = new float[length];
      for (int i = 0; i < length; i++) {
        values[i] = (random.nextFloat() - 0.5f) * Float.MAX_VALUE;
      }
      assertTrue(Messages.areFinite(values), "seed " + seed);
      for (float odd : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
        if (length > 0) {
          float[] one = values.clone();
          one[random.nextInt(length)] = odd;
          assertFalse(Messages.areFinite(one), "seed " + seed);
        }
      }
    }
  }

  @Test
  void aWeightThatIsNotFiniteIsMetBeforeParametersAreKept() {
    round.stopAt = 2;
    float[] bad = numbers(1, 1);
    bad[0] = Float.POSITIVE_INFINITY;
    round.sendHellos();
    round.sendStatistics(0);
    round.send(statistics(1, 0));
    round.send(statistics(1, 1, bad));
    assertNotNull(round.send(statistics(1, 2)).refused);
    assertFailure(ExitCode.DIVERGED, "step 2");
  }

  private String assertFailure(ExitCode code, String... said) {
    RuntimeException failure = round.coordinator.failure();
    assertTrue(failure instanceof BoltzException, String.valueOf(failure));
    assertEquals(code, ((BoltzException) failure).exitCode());
    for (String part : said) {
      assertTrue(failure.getMessage().contains(part), part + " in: " + failure.getMessage());
    }
    return failure.getMessage();
  }
}
