package io.boltzspark.evaluation.partition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.evaluation.partition.AnnealingSchedule.Spacing;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.store.SafeTensors;
import io.boltzspark.store.TrainedModel;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A model file and its likelihoods as a few lines of numpy compute them: the file and the numbers
 * come from {@code src/test/resources/evaluation/exact_log_likelihood.py}.
 */
class GoldenLikelihoodTest {
  private static final double LOG_Z = 29.359484125683586;
  private static final Map<Integer, Double> LOG_LIKELIHOODS =
      Map.of(
          0, -23.61562109316667,
          1, -23.274266604864465,
          1365, -25.3457449380316,
          2730, -10.152678761537445,
          4095, -13.241235637936445);

  private static final BoltzmannMachine MACHINE = BoltzmannMachine.bernoulli(List.of(12, 10));

  /** 22 units, each with an error of 2e-7, and of the roundings of 12 products of at most 2. */
  private static final double TOLERANCE = 22 * (2e-7 + 12 * 12 * 2 * 0x1p-24);

  private static float[] parameters;

  @BeforeAll
  static void read() throws IOException, URISyntaxException {
    URI file = GoldenLikelihoodTest.class.getResource("/evaluation/model.safetensors").toURI();
    Map<String, Tensor> tensors =
        SafeTensors.read(FileSystem.getLocal(new Configuration()), new Path(file)).tensors();
    parameters = TrainedModel.parameters("model.safetensors", MACHINE, tensors);
  }

  @Test
  void enumeration() {
    double found = new ExactLogPartition(MACHINE, parameters).logPartition();
    assertEquals(LOG_Z, found, TOLERANCE);
  }

  @Test
  void rows() {
    LogLikelihood likelihood = new LogLikelihood(MACHINE, parameters);
    LOG_LIKELIHOODS.forEach(
        (n, expected) -> {
          Matrix row = Matrix.zeros(1, 12);
          for (int i = 0; i < 12; i++) {
            row.set(0, i, n >> i & 1);
          }
          assertEquals(expected, likelihood.unnormalised(row)[0] - LOG_Z, TOLERANCE);
        });
  }

  @Test
  void annealing() {
    AnnealingSchedule schedule = new AnnealingSchedule(1000, Spacing.DENSE);
    AnnealingPlan plan = new AnnealingPlan(250, schedule, new double[0], 1);
    AnnealedImportance walk = new AnnealedImportance(MACHINE, parameters, plan);
    ChainSlice end = walk.advance(walk.start(0, 250), walk.steps());
    LogPartitionEstimate estimate = walk.weights(end.logWeights()).estimate();
    assertTrue(estimate.isReliable(), estimate.toString());
    assertTrue(estimate.lower() <= LOG_Z && LOG_Z <= estimate.upper(), estimate.toString());
  }
}
