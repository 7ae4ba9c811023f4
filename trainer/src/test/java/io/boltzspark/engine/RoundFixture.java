package io.boltzspark.engine;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.boltzmann.Penalties;
import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.Messages.RoundId;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Horizon;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.learning.RowFormat;
import io.boltzspark.learning.StepStatistics;
import io.boltzspark.learning.SubtreeMerger;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.sampling.Ascent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A round of a machine of 3 x 2 units on four lanes and three tasks, without Spark: task 0 holds
 * lane 0, task 1 lane 1, task 2 the subtree of lanes 2 and 3 in another process.
 */
public final class RoundFixture {
  static final int TASKS = 3;
  static final int REMOTE = 2;
  static final int STEPS = 12;
  public static final int PARAMETERS = 3 * 2 + 3 + 2;

  /** Numbers of a subtree: one a parameter, and one a unit. */
  static final int STATISTICS = PARAMETERS + 3 + 2;

  static final RoundId ID = new RoundId(0x123456789abcdefL, 2, 1);

  static final TrainingJob JOB = job();

  /** With a sparsity target, so that the sums of the positive phase decide bits as well. */
  private static TrainingJob job() {
    BoltzmannConfig config =
        Configs.rbm(3, 2)
            .batchSize(8)
            .optimizer(Configs.adam(0.1))
            .penalty(new Penalties(0, 0, 0, 0.1, 0.5, 0))
            .build();
    return job(config, new EpochPlan(8 * STEPS, 8, new Lanes(4)), "no data");
  }

  /** A job whose rows are the visible states of the machine. */
  public static TrainingJob job(BoltzmannConfig config, EpochPlan plan, String data) {
    return new TrainingJob(program(config, plan), plan, config.seed(), data);
  }

  /** The training of a machine at a constant rate. */
  public static LikelihoodProgram program(BoltzmannConfig config, EpochPlan plan) {
    MachineSpec spec = config.model().spec();
    int units = spec.dimensions().get(0);
    float[] mean = new float[units];
    Arrays.fill(mean, 0.5f);
    return new LikelihoodProgram(
        spec,
        config,
        Horizon.of(plan, config.epochs()),
        new VisibleRows(RowFormat.BINARY, units, 0, false, Standardisation.identity(units)),
        Ascent.none(),
        mean,
        new int[0]);
  }

  public final Learner learner = learner();
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
            },
            new ParallelRanges(1));
  }

  public static Learner learner() {
    return JOB.program().learner(new float[PARAMETERS], new ParallelRanges(1));
  }

  /** The parameters' bits when the learner is given the same statistics without any exchange. */
  static int[] bitsWithoutExchange(int steps) {
    Learner alone = learner();
    for (long step = 0; step < steps; step++) {
      List<StepStatistics> parts = new ArrayList<>();
      for (int task = 0; task < TASKS; task++) {
        int[] subtree =
            SubtreeMerger.subtrees(JOB.firstLane(task, TASKS), JOB.firstLane(task + 1, TASKS))
                .get(0);
        parts.add(new StepStatistics(subtree[0], subtree[1], numbers(step, task)));
      }
      alone.step(parts, JOB.plan().batchSize(step));
    }
    return bits(alone.parameters());
  }

  public static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }

  /** Made-up statistics of a task. */
  static float[] numbers(long step, int task) {
    Random random = new Random(31 * step + task);
    float[] numbers = new float[STATISTICS];
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

  /**
   * Sends a message, over the network if it is of the task there, and returns its answer, which may
   * still be to come.
   */
  FakeAnswer send(Object[] message) {
    Messages.Header header = Messages.headerOf(message);
    return send(message, header != null && header.task() == REMOTE);
  }

  FakeAnswer send(Object[] message, boolean overNetwork) {
    FakeAnswer answer = new FakeAnswer(overNetwork);
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
  static final class FakeAnswer implements Answer {
    private final boolean overNetwork;
    Object[] sent;
    String refused;

    FakeAnswer(boolean overNetwork) {
      this.overNetwork = overNetwork;
    }

    @Override
    public boolean isRemote() {
      return overNetwork;
    }

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
