package io.boltzspark.engine.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.boltzmann.Configs;
import io.boltzspark.boltzmann.StoppingConfig.Metric;
import io.boltzspark.engine.data.MadeRows;
import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.engine.training.TrainingResult.Ending;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSeed;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training ends when the free-energy gap has not been smaller for two epochs, and the best
 * parameters are kept. What should happen is read off a run that is not stopped: from its
 * checkpoints, with free energies of the rows themselves.
 */
class EarlyStoppingTest {
  private static final int STEPS_PER_EPOCH = 3;
  private static final int EPOCHS = 10;
  private static final int PATIENCE = 2;

  @TempDir static Path shared;
  @TempDir Path directory;
  private static SparkSession spark;
  private static MadeRows data;
  private static Path whole;
  private static int bestEpoch;
  private static int bestOfAll;
  private static String stopped;
  private Path run;

  @BeforeAll
  static void trainToTheEnd() {
    spark = TestSpark.local(2);
    data = new MadeRows(spark, false);
    whole = shared.resolve("whole");
    training(config(Metric.NONE, 0, false)).monitors(List.of("two-site-correlation")).into(whole);
    double[] gaps = new double[EPOCHS + 1];
    Arrays.setAll(gaps, epoch -> epoch == 0 ? Double.NaN : gap(epoch));
    bestEpoch = 1;
    bestOfAll = 1;
    for (int epoch = 2; epoch <= EPOCHS; epoch++) {
      boolean over = bestEpoch + PATIENCE < epoch;
      bestEpoch = !over && gaps[epoch] < gaps[bestEpoch] ? epoch : bestEpoch;
      bestOfAll = gaps[epoch] < gaps[bestOfAll] ? epoch : bestOfAll;
    }
    String all = Arrays.toString(gaps);
    assertTrue(bestEpoch > 1 && bestEpoch + PATIENCE < EPOCHS, "no case to test with: " + all);
    assertTrue(bestOfAll != bestEpoch && bestOfAll < EPOCHS, "no case to test with: " + all);
    stopped = stopping().into(shared.resolve("stopped")).modelSha256();
  }

  @BeforeEach
  void newRun() {
    run = directory.resolve("run");
  }

  private static Configs base() {
    return Configs.rbm(MadeRows.WIDTH, 6)
        .pcd(1, 10)
        .batchSize(25)
        .epochs(EPOCHS)
        .seed(3)
        .optimizer(Configs.sgd(1, 0, false));
  }

  private static BoltzmannConfig config(Metric metric, int patience, boolean keepBest) {
    return base().stopping(metric, patience, keepBest).build();
  }

  private static Trainings training(BoltzmannConfig config) {
    return new Trainings(spark, data, config);
  }

  private static Trainings stopping() {
    return training(config(Metric.FREE_ENERGY_GAP, PATIENCE, true));
  }

  private static double gap(int epoch) {
    TrainedModel model = Trainings.model(whole, "@epoch:" + epoch);
    return mean(model, Part.VALID) - mean(model, Part.TRAIN);
  }

  private static double mean(TrainedModel model, Part part) {
    // As many rows as the tests' monitors look at.
    double[] energies =
        model.machine().freeEnergy(data.first(part, Trainings.MONITORED), model.parameters());
    return Arrays.stream(energies).average().orElseThrow();
  }

  @Test
  void endsAfterPatienceAndKeepsTheBest() {
    Trainings training = stopping();
    TrainingResult result = training.into(run);
    assertEquals(Ending.FINISHED, result.ending());
    assertEquals(bestEpoch + PATIENCE, result.epoch());
    assertEquals((long) STEPS_PER_EPOCH * result.epoch(), result.step());
    assertArrayEquals(
        Trainings.model(whole, "@epoch:" + bestEpoch).parameters(),
        Trainings.model(run, "").parameters());
    assertEquals(
        List.of("stopped early: the best epoch was " + bestEpoch + ", whose parameters are kept"),
        training.notes);
    assertEquals(
        bestEpoch, Trainings.model(run, "").description().path("best").path("epoch").asInt());
    // A checkpoint is what training goes on from, not what is kept.
    assertArrayEquals(
        Trainings.model(whole, "@epoch:" + result.epoch()).parameters(),
        Trainings.model(run, "@epoch:" + result.epoch()).parameters());
  }

  @Test
  void keepsTheLastUnlessToldOtherwise() {
    TrainingResult result = training(config(Metric.FREE_ENERGY_GAP, PATIENCE, false)).into(run);
    assertEquals(bestEpoch + PATIENCE, result.epoch());
    assertArrayEquals(
        Trainings.model(whole, "@epoch:" + result.epoch()).parameters(),
        Trainings.model(run, "").parameters());
  }

  /** What decides is what is written, of the same monitor at the same step. */
  @Test
  void theBestValueIsTheWrittenOne() {
    Map<Metric, String> keys =
        Map.of(
            Metric.RECONSTRUCTION_ERROR,
            "reconstruction_error_valid",
            Metric.PSEUDO_LOG_LIKELIHOOD,
            "pseudo_log_likelihood_valid");
    keys.forEach(
        (metric, key) -> {
          Path out = directory.resolve(key);
          training(config(metric, 0, true)).into(out);
          JsonNode best = Trainings.model(out, "").description().path("best");
          Object written =
              Trainings.metrics(out).stream()
                  .filter(line -> (double) line.get("epoch") == best.path("epoch").asInt())
                  .findFirst()
                  .orElseThrow()
                  .get(key);
          assertEquals(written, best.path("value").doubleValue(), key);
        });
  }

  @Test
  void withoutPatienceTheBestOfAllIsKept() {
    TrainingResult result = training(config(Metric.FREE_ENERGY_GAP, 0, true)).into(run);
    assertEquals(EPOCHS, result.epoch());
    assertArrayEquals(
        Trainings.model(whole, "@epoch:" + bestOfAll).parameters(),
        Trainings.model(run, "").parameters());
  }

  /** Values of chains and rows at the ends of epochs are written by the run that is not stopped. */
  private static double twoSites(int epoch) {
    return Trainings.metrics(whole).stream()
        .filter(line -> (double) line.get("epoch") == epoch)
        .mapToDouble(line -> (double) line.get("two_site_correlation"))
        .findFirst()
        .orElseThrow();
  }

  /** The first epoch after the first with a larger value than all before. */
  private static int epochOfALargerValue() {
    double largest = twoSites(1);
    int epoch = 2;
    while (twoSites(epoch) <= largest) {
      largest = Math.max(largest, twoSites(epoch++));
    }
    assertTrue(epoch < EPOCHS, "no case to test with");
    return epoch;
  }

  @Test
  void endsAtTheFirstEpochThatReachesAValue() {
    int last = epochOfALargerValue();
    double value = twoSites(last);
    BoltzmannConfig config = base().stoppingAt(Metric.TWO_SITE_CORRELATION, value).build();
    Trainings training = training(config);
    TrainingResult result = training.into(run);
    assertEquals(Ending.FINISHED, result.ending());
    assertEquals(last, result.epoch());
    String reason =
        "epoch %d reached learning.stopping.value = %s with %s".formatted(last, value, value);
    assertEquals(List.of("stopped early: " + reason), training.notes);
    assertEquals(Optional.of(reason), result.stoppedEarly());
    assertArrayEquals(
        Trainings.model(whole, "@epoch:" + last).parameters(),
        Trainings.model(run, "").parameters());

    long seed = TestSeed.next();
    long at = 1 + new Random(seed).nextLong((long) STEPS_PER_EPOCH * last - 1);
    Path again = directory.resolve("again");
    AtomicBoolean stop = new AtomicBoolean();
    training(config).onStep(step -> stop.set(step == at)).stopWhen(stop::get).into(again);
    TrainingResult rest = training(config).resume().into(again);
    String drawn = "interrupted at step " + at + ", seed " + seed;
    assertEquals(result.modelSha256(), rest.modelSha256(), drawn);
    assertEquals(Optional.of(reason), rest.stoppedEarly(), drawn);
    Trainings over = training(config).resume();
    assertEquals(result.modelSha256(), over.into(again).modelSha256());
    assertEquals(List.of("nothing left to do: training had stopped early"), over.notes);
  }

  /** A value of training rows needs no validation rows. */
  @Test
  void aValueThatIsNeverReachedEndsNothing() {
    Trainings training =
        new Trainings(
            spark,
            new MadeRows(spark, false, false),
            base().stoppingAt(Metric.ONE_SITE_CORRELATION, 1.5).epochs(2).build());
    TrainingResult result = training.into(run);
    assertEquals(2, result.epoch());
    assertEquals(Optional.empty(), result.stoppedEarly());
  }

  @Test
  void interruptedAndResumedItEndsAlike() {
    long seed = TestSeed.next();
    long steps = (long) STEPS_PER_EPOCH * (bestEpoch + PATIENCE);
    long at = 1 + new Random(seed).nextLong(steps - 1);
    AtomicBoolean stop = new AtomicBoolean();
    stopping().onStep(step -> stop.set(step == at)).stopWhen(stop::get).into(run);
    TrainingResult rest = stopping().resume().into(run);
    String drawn = "interrupted at step " + at + ", seed " + seed;
    assertEquals(Ending.FINISHED, rest.ending(), drawn);
    assertEquals(steps, rest.step(), drawn);
    assertEquals(stopped, rest.modelSha256(), drawn);
  }

  /** The first checkpoints are made before there is any value. */
  @Test
  void checkpointsWithinTheFirstEpochCanBeResumed() {
    assertEquals(stopped, stopping().checkpointEvery(1).into(run).modelSha256());
    Path again = directory.resolve("again");
    AtomicBoolean stop = new AtomicBoolean();
    stopping().onStep(step -> stop.set(step == 1)).stopWhen(stop::get).into(again);
    assertEquals(stopped, stopping().resume().into(again).modelSha256());
  }

  @Test
  void resumedAfterItHadStoppedItStaysAsItIs() throws IOException {
    TrainingResult first = stopping().into(run);
    byte[] metrics = Files.readAllBytes(run.resolve("metrics.jsonl"));
    List<Long> checkpoints = Trainings.open(run).checkpoints(note -> {}).steps();
    // More epochs do not bring it to life again.
    for (int epochs : new int[] {EPOCHS, EPOCHS + 5}) {
      Trainings resumed = stopping().epochs(epochs).resume();
      TrainingResult again = resumed.into(run);
      assertEquals(List.of("nothing left to do: training had stopped early"), resumed.notes);
      assertEquals(Ending.FINISHED, again.ending());
      assertEquals(first.step(), again.step());
      assertEquals(stopped, again.modelSha256());
      assertEquals(first.metrics(), again.metrics());
      assertArrayEquals(metrics, Files.readAllBytes(run.resolve("metrics.jsonl")));
      assertEquals(checkpoints, Trainings.open(run).checkpoints(note -> {}).steps());
    }
  }

  @Test
  void aMetricThatCannotBeComputedIsRefusedBeforeWorkStarts() {
    MadeRows noValidation = new MadeRows(spark, false, false);
    for (Metric metric : List.of(Metric.RECONSTRUCTION_ERROR, Metric.FREE_ENERGY_GAP)) {
      BoltzmannConfig config = config(metric, 1, false);
      refused(new Trainings(spark, noValidation, config), config, "--valid-fraction");
    }
    MadeRows grey = new MadeRows(spark, true);
    BoltzmannConfig pseudo = config(Metric.PSEUDO_LOG_LIKELIHOOD, 1, false);
    refused(new Trainings(spark, grey, pseudo), pseudo, "0 and 1");
    BoltzmannConfig noisy =
        base()
            .units("bernoulli", "noisy-rectified")
            .stopping(Metric.FREE_ENERGY_GAP, 1, false)
            .build();
    refused(training(noisy), noisy, "energy");
    // Not after days of pretraining.
    BoltzmannConfig deep =
        Configs.from(TrainingCase.PRETRAINED.config())
            .stopping(Metric.FREE_ENERGY_GAP, 1, false)
            .build();
    refused(training(deep), deep, "one hidden layer");
  }

  private static void refused(Trainings training, BoltzmannConfig config, String reason) {
    String metric = config.stopping().metric().name().toLowerCase().replace('_', '-');
    training.assertRefused(
        ExitCode.BAD_CONFIGURATION, "learning.stopping.metric = " + metric, reason);
  }
}
