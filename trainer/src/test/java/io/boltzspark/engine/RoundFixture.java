package io.boltzspark.engine;

import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.learning.Adam;
import io.boltzspark.learning.AdamConfig;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.PhaseStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.learning.TrainingConfig;
import io.boltzspark.math.ParallelRanges;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A round of a machine of 3 x 2 units on four lanes and three tasks, without Spark: task 0 holds
 * lane 0, task 1 lane 1, task 2 the subtree of lanes 2 and 3 in another process.
 */
final class RoundFixture {
  static final int TASKS = 3;
  static final int REMOTE = 2;
  static final int STEPS = 12;
  static final int PARAMETERS = 3 * 2 + 3 + 2;
  static final RoundId ID = new RoundId(0x123456789abcdefL, 2, 1);

  static final TrainingJob JOB =
      new TrainingJob(
          List.of(3, 2),
          Trainings.config(3, TrainingConfig.Algorithm.PCD, false, 1, 0.1, 1),
          new EpochPlan(8 * STEPS, 8, new Lanes(4)),
          RowFormat.BINARY,
          "no data");

  final Learner learner = learner();
  final KernelCheck kernels;
  final RoundCoordinator coordinator;
  final List<Long> heard = new ArrayList<>();
  long stopAt = Long.MAX_VALUE;

  RoundFixture(boolean allowMixed) {
    kernels = new KernelCheck(allowMixed);
    coordinator =
        new RoundCoordinator(
            JOB,
            ID,
            learner,
            STEPS,
            TASKS,
            kernels,
            step -> {
              heard.add(step);
              return step >= stopAt;
            });
  }

  static Learner learner() {
    return new Learner(
        JOB.machine().layout(),
        new float[PARAMETERS],
        new Adam(new AdamConfig(0.1, 0.9, 0.999, 1e-8), PARAMETERS),
        step -> 1,
        new ParallelRanges(1),
        0);
  }

  /** The parameters' bits when the learner is given the same statistics without any exchange. */
  static int[] bitsWithoutExchange(int steps) {
    Learner alone = learner();
    for (long step = 0; step < steps; step++) {
      List<PhaseStatistics> parts = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        int[] subtree =
            SubtreeMerger.subtrees(JOB.firstLane(task, TASKS), JOB.firstLane(task + 1, TASKS))
                .get(0);
        parts.add(new PhaseStatistics(subtree[0], subtree[1], numbers(step, task)));
      }
      alone.step(parts, JOB.plan().batchSize(step));
    }
    return bits(alone.parameters());
  }

  static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** Made-up statistics of a task. */
  static float[] numbers(long step, int task) {
    Random random = new Random(31 * step + task);
    float[] numbers = new float[PARAMETERS];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = random.nextFloat() * 16 - 8;
    }
    return numbers;
  }

  static Object[] hello(int task) {
    return hello(task, "HASWELL");
  }

  static Object[] hello(int task, String kernel) {
    return new Object[] {
      Messages.header(Messages.HELLO, ID, 0, task), kernel, "executor-" + task, task != REMOTE
    };
  }

  static Object[] statistics(long step, int task) {
    return statistics(step, task, numbers(step, task));
  }

  static Object[] statistics(long step, int task, float[] numbers) {
    Object packed = Messages.pack(numbers, task != REMOTE, new byte[numbers.length * Float.BYTES]);
    return new Object[] {Messages.header(Messages.STATISTICS, ID, step, task), packed};
  }

  /** Sends a message and returns its answer, which may still be to come. */
  FakeAnswer send(Object[] message) {
    FakeAnswer answer = new FakeAnswer();
    coordinator.receive(message, answer);
    return answer;
  }

  List<FakeAnswer> sendHellos() {
    List<FakeAnswer> answers = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      answers.add(send(hello(task)));
    }
    return answers;
  }

  List<FakeAnswer> sendStatistics(long step) {
    List<FakeAnswer> answers = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      answers.add(send(statistics(step, task)));
    }
    return answers;
  }

  /** Keeps what it is told; being told twice is an error. */
  static final class FakeAnswer implements Exchange.Answer {
    Object[] sent;
    String refused;

    @Override
    public void send(Object[] message) {
      requirePending();
      sent = message;
    }

    @Override
    public void refuse(String reason) {
      requirePending();
      refused = String.valueOf(reason);
    }

    boolean isPending() {
      return sent == null && refused == null;
    }

    long kind() {
      return Messages.headerOf(sent).kind();
    }

    private void requirePending() {
      if (!isPending()) {
        throw new IllegalStateException("answered twice");
      }
    }
  }
}
