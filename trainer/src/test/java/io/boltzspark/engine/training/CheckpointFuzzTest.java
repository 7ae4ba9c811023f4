package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.LikelihoodProgram;
import io.boltzspark.boltzmann.StoppingConfig;
import io.boltzspark.engine.KernelCheck;
import io.boltzspark.engine.RoundFixture;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.learning.EpochPlan;
import io.boltzspark.learning.Lanes;
import io.boltzspark.learning.Learner;
import io.boltzspark.math.ParallelRanges;
import io.boltzspark.store.Checkpoint;
import io.boltzspark.store.CheckpointStore;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.testing.Fuzz;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A checkpoint of hostile content whose checksums are right: a training goes on from it, or refuses
 * it before the first step.
 */
class CheckpointFuzzTest {
  private static final BoltzmannConfig PCD =
      Configs.rbm(3, 2)
          .batchSize(8)
          .pcd(1, 6)
          .optimizer(Configs.adam(0.1))
          .stopping(StoppingConfig.Metric.PSEUDO_LOG_LIKELIHOOD, 3, true)
          .build();
  private static final EpochPlan PLAN = new EpochPlan(80, 8, new Lanes(4));
  private static final LikelihoodProgram PROGRAM = RoundFixture.program(PCD, PLAN);
  private static final TrainingStage STAGE =
      new PlainStage(
          PROGRAM,
          new Stopping(true, true, 3, OptionalDouble.empty(), true),
          unused -> new float[0]);
  private static final long STEP = 10;
  private static final int CHAINS = PCD.negative().persistentChains();
  private static final String IDENTITY = "identity";

  @TempDir Path directory;
  private final ParallelRanges update = new ParallelRanges(1);
  private RunDirectory run;
  private CheckpointStore store;
  private Path files;

  @BeforeEach
  void writeACheckpoint() {
    run =
        RunDirectory.create(
            new Configuration(), new org.apache.hadoop.fs.Path(directory.toUri()), false);
    store = run.checkpoints(warning -> {});
    TrainingState state = state();
    state.moved(new byte[CHAINS * PROGRAM.bytesPerChain()]);
    BestModel best = best();
    best.observe(1, -3.5, new float[RoundFixture.PARAMETERS]);
    Map<String, Object> facts =
        Map.of("seconds", 1.5, "metrics", Map.of("step", STEP, "stage", "training"));
    store.write(state.checkpoint(learner(), best, STEP, 1, facts));
    files = directory.resolve("checkpoints/step-0000000010");
  }

  private static TrainingState state() {
    return new TrainingState(STAGE, PLAN.lanes(), IDENTITY, 0, List.of());
  }

  private static BestModel best() {
    return new BestModel(STAGE.stopping(), RoundFixture.PARAMETERS);
  }

  private Learner learner() {
    return PROGRAM.learner(new float[RoundFixture.PARAMETERS], update);
  }

  /** What a resumed training does before its first step. */
  private void resume() {
    Checkpoint checkpoint = store.at(STEP);
    RunLog log =
        new RunLog(run, IDENTITY, Map.of(), new Silent(), PLAN, PROGRAM.horizon().totalSteps());
    log.resume(checkpoint, new KernelCheck(true));
    List<StageOutline> stages =
        List.of(new StageOutline("training", PCD.epochs(), RoundFixture.PARAMETERS));
    TrainingState.stageOf(checkpoint, stages);
    TrainingState.earlierOf(checkpoint, stages);
    TrainingState state = state();
    Learner learner = learner();
    state.restore(checkpoint, checkpoint.step(), learner, best());
    assertArrayEquals(
        new int[] {CHAINS * PROGRAM.bytesPerChain()}, new int[] {state.states().length});
    log.begin(new Limits(PROGRAM.horizon().totalSteps(), () -> false));
  }

  private void writeSums() throws IOException {
    StringBuilder sums = new StringBuilder();
    for (String name : List.of("state.safetensors", "state.json")) {
      sums.append(WholeFiles.sha256(Files.readAllBytes(files.resolve(name))))
          .append("  ")
          .append(name)
          .append('\n');
    }
    Files.write(files.resolve("SHA256SUMS"), sums.toString().getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void factsAndTensors() throws IOException {
    for (String name : List.of("state.json", "state.safetensors")) {
      byte[] whole = Files.readAllBytes(files.resolve(name));
      Fuzz.run(
          "checkpoint with right sums, " + name,
          List.of(whole),
          // Another identity is another configuration.
          Set.of(ExitCode.BAD_INPUT, ExitCode.BAD_CONFIGURATION),
          Fuzz.inputs(),
          content -> {
            Files.write(files.resolve(name), content);
            writeSums();
            resume();
          });
      Files.write(files.resolve(name), whole);
    }
  }

  private static final class Silent implements TrainingObserver {
    @Override
    public void started(String stage, long step, long totalSteps, int tasks) {}

    @Override
    public void stepDone(long steps, long stepsPerEpoch) {}

    @Override
    public void metrics(Map<String, Object> values) {}

    @Override
    public void samples(int epoch, io.boltzspark.math.Matrix values) {}

    @Override
    public void note(String message) {}
  }
}
