package io.boltzspark.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.store.TrainedModel;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Likelihoods of real values, in the data's own units: of the same rows once as they are, and once
 * with all values times 8, a power of two, so that standardised values are the same floats.
 */
class DensityTest {
  private static final int ROWS = 60;
  private static final int WIDTH = 5;
  private static final int CONSTANT = 2;
  private static final int VARYING = WIDTH - 1;
  private static final int HIDDEN = 3;
  private static final float FACTOR = 8;

  /**
   * Single precision in five states of up to 5 and their inputs, squared and divided by sigma^2,
   * and the kernels' own 2e-7.
   */
  private static final double TOLERANCE = 1e-4;

  @TempDir static Path directory;
  private static final float[][] VALUES = values();
  private static JsonNode once;
  private static JsonNode eightfold;

  /** Two kinds of rows, at different places and with different deviations. */
  private static float[][] values() {
    Random random = new Random(11);
    float[][] values = new float[ROWS][WIDTH];
    for (float[] row : values) {
      boolean high = random.nextBoolean();
      for (int i = 0; i < WIDTH; i++) {
        double value = 100 * i + (high ? 3 : 0) + (1 + i) * random.nextGaussian();
        row[i] = i == CONSTANT ? 0.75f : (float) value;
      }
    }
    return values;
  }

  private static float[][] times(float factor) {
    float[][] product = new float[ROWS][WIDTH];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < WIDTH; i++) {
        product[r][i] = factor * VALUES[r][i];
      }
    }
    return product;
  }

  private static String data(String name, float[][] values) {
    List<Row> rows = new ArrayList<>();
    for (int r = 0; r < values.length; r++) {
      Float[] boxed = new Float[values[r].length];
      for (int i = 0; i < boxed.length; i++) {
        boxed[i] = values[r][i];
      }
      rows.add(RowFactory.create((long) r, boxed));
    }
    String path = directory.resolve(name).toUri().toString();
    StructType schema = StructType.fromDDL("position bigint, v array<float>");
    TestSpark.local(2).createDataFrame(rows, schema).write().parquet(path);
    return path;
  }

  private static String train(String name, String data, String units) throws IOException {
    String run = directory.resolve(name).toString();
    List<String> words = new ArrayList<>(List.of("train", "--data", data, "--out", run));
    words.addAll(List.of("--dimensions", WIDTH + "," + HIDDEN, "--units", units));
    words.addAll(List.of("--batch-size", "10", "--chains", "10", "--epochs", "20"));
    words.addAll(List.of("--learning-rate", "0.01"));
    Outcome.json(words.toArray(new String[0]));
    return run;
  }

  private static JsonNode evaluate(String run) throws IOException {
    return Outcome.json("evaluate", "--model", run, "--metrics", "exact,free-energy");
  }

  @BeforeAll
  static void trainAndEvaluate() throws IOException {
    String one = data("data-1", VALUES);
    String eight = data("data-8", times(FACTOR));
    once = evaluate(train("run-1", one, "gaussian,bernoulli"));
    eightfold = evaluate(train("run-8", eight, "gaussian,bernoulli"));
  }

  private static TrainedModel model(String run) {
    return TrainedModel.load(
        new Configuration(), directory.resolve(run).toString(), Assertions::fail);
  }

  private static JsonNode exact(JsonNode evaluation) {
    return evaluation.get("log_likelihood").get("train").get("exact");
  }

  @Test
  void theMachineIsTheSame() {
    assertArrayEquals(model("run-1").parameters(), model("run-8").parameters());
    for (int i = 0; i < WIDTH; i++) {
      float scale = model("run-1").standardisation().scale()[i];
      assertEquals(i == CONSTANT ? 1 : FACTOR * scale, model("run-8").standardisation().scale()[i]);
    }
  }

  /** Each value that varies has an eighth of the density; standardised values know no measure. */
  @Test
  void theLikelihoodFollowsTheMeasure() {
    double value = exact(once).get("value").doubleValue();
    // Both are sums of the same doubles, but for the Jacobian.
    double rounding = 1e-12 * Math.abs(value);
    assertEquals(
        value - VARYING * Math.log(FACTOR),
        exact(eightfold).get("value").doubleValue(),
        rounding + 1e-11);
    assertEquals(
        exact(once).get("standardised").doubleValue(),
        exact(eightfold).get("standardised").doubleValue(),
        rounding + 1e-11);
    assertEquals(
        once.get("log_likelihood").get("train").get("unnormalised"),
        eightfold.get("log_likelihood").get("train").get("unnormalised"));
    assertEquals(
        once.get("free_energy").get("train").get("mean"),
        eightfold.get("free_energy").get("train").get("mean"),
        "free energies are of standardised values");
  }

  @Test
  void everyNumberSaysWhatItIsOf() {
    JsonNode likelihood = once.get("log_likelihood");
    assertTrue(likelihood.get("density").booleanValue());
    double jacobian = 0;
    for (int i = 0; i < WIDTH; i++) {
      jacobian -= Math.log(model("run-1").standardisation().scale()[i]);
    }
    assertEquals(jacobian, likelihood.get("log_jacobian").doubleValue(), 1e-12);
    assertEquals(jacobian, once.get("free_energy").get("log_jacobian").doubleValue(), 1e-12);
    double logZ = likelihood.get("log_partition").get("exact").get("value").doubleValue();
    double standardised = likelihood.get("train").get("unnormalised").doubleValue() - logZ;
    assertEquals(standardised, exact(once).get("standardised").doubleValue(), 1e-11);
    assertEquals(standardised + jacobian, exact(once).get("value").doubleValue(), 1e-11);
    String lines = Outcome.of("evaluate", "--model", directory.resolve("run-1").toString()).out();
    for (String part :
        List.of(
            "a density of values in the data's own units",
            String.format(Locale.ROOT, "%+.2f (minus the logarithms of the scales)", jacobian),
            String.format(Locale.ROOT, "; standardised %.2f", standardised),
            "free energy of standardised values, train")) {
      assertTrue(lines.contains(part), "'" + part + "' is not in: " + lines);
    }
  }

  /**
   * From the tensors alone: given hidden states, a value is normal about offset + scale (a + W h)
   * with deviation scale sigma, in the data's own units; a mixture of as many normal distributions
   * as there are hidden states.
   */
  private static double logDensity(TrainedModel model, float[] values) {
    float[] p = model.parameters();
    int a = WIDTH * HIDDEN; // after the weights; then log sigma, then the hidden biases
    int logSigma = a + WIDTH;
    int b = logSigma + WIDTH;
    double[] weights = new double[1 << HIDDEN];
    double[] densities = new double[1 << HIDDEN];
    for (int h = 0; h < weights.length; h++) {
      double log = 0;
      double density = 0;
      for (int j = 0; j < HIDDEN; j++) {
        log += (h >> j & 1) * p[b + j];
      }
      for (int i = 0; i < WIDTH; i++) {
        double input = 0;
        for (int j = 0; j < HIDDEN; j++) {
          input += (h >> j & 1) * p[i * HIDDEN + j];
        }
        double sigma = Math.exp(p[logSigma + i]);
        log += (input * p[a + i] + input * input / 2) / (sigma * sigma);
        double scale = model.standardisation().scale()[i];
        double mean = model.standardisation().offset()[i] + scale * (p[a + i] + input);
        double distance = (values[i] - mean) / (scale * sigma);
        density -= distance * distance / 2 + Math.log(scale * sigma * Math.sqrt(2 * Math.PI));
      }
      weights[h] = log;
      densities[h] = density;
    }
    double[] joint = new double[weights.length];
    Arrays.setAll(joint, h -> weights[h] + densities[h]);
    return logSum(joint) - logSum(weights);
  }

  private static double logSum(double[] logs) {
    double largest = Arrays.stream(logs).max().orElseThrow();
    return largest + Math.log(Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum());
  }

  @Test
  void aMixtureOfNormalDistributionsHasTheSameDensity() {
    double sum = 0;
    double eight = 0;
    for (int r = 0; r < ROWS; r++) {
      sum += logDensity(model("run-1"), VALUES[r]) / ROWS;
      eight += logDensity(model("run-8"), times(FACTOR)[r]) / ROWS;
    }
    assertEquals(sum, exact(once).get("value").doubleValue(), TOLERANCE);
    assertEquals(eight, exact(eightfold).get("value").doubleValue(), TOLERANCE);
  }

  @Test
  void numpyFindsTheSameInAnExportedModel()
      throws IOException, InterruptedException, URISyntaxException {
    assumeTrue(hasNumpy(), "no numpy: the same formulas are tested without it");
    Path npz = directory.resolve("model.npz");
    Outcome.json(
        "export",
        "--model",
        directory.resolve("run-8").toString(),
        "--format",
        "npz",
        "--out",
        npz.toString());
    Path rows = directory.resolve("rows.txt");
    Files.writeString(
        rows,
        Arrays.stream(times(FACTOR))
            .map(Arrays::toString)
            .map(row -> row.replaceAll("[\\[\\],]", ""))
            .collect(Collectors.joining("\n")));
    Path script = Path.of(DensityTest.class.getResource("density.py").toURI());
    Process python =
        new ProcessBuilder("python3", "-B", script.toString(), npz.toString(), rows.toString())
            .start();
    String out = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(python.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, python.waitFor(), err);
    double[] found = out.lines().mapToDouble(Double::parseDouble).toArray();
    assertEquals(ROWS, found.length);
    assertEquals(
        DoubleStream.of(found).average().orElseThrow(),
        exact(eightfold).get("value").doubleValue(),
        TOLERANCE);
  }

  private static boolean hasNumpy() throws InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import numpy").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Columns of free energies are of standardised values, and what turns them is said. */
  @Test
  void anomaliesAreRankedAlike() throws IOException {
    List<Double> one = freeEnergies("run-1", "data-1", "energies-1");
    assertEquals(one, freeEnergies("run-8", "data-8", "energies-8"));
    JsonNode manifest =
        new ObjectMapper()
            .readTree(directory.resolve("energies-8").resolve("free_energy.json").toFile())
            .get("facts");
    assertTrue(manifest.get("density").booleanValue());
    double jacobian = manifest.get("log_jacobian").doubleValue();
    double logZ =
        eightfold
            .get("log_likelihood")
            .get("log_partition")
            .get("exact")
            .get("value")
            .doubleValue();
    for (int r = 0; r < ROWS; r++) {
      double expected = logDensity(model("run-8"), times(FACTOR)[r]);
      assertEquals(expected, jacobian - one.get(r) - logZ, TOLERANCE, "row " + r);
    }
  }

  private static List<Double> freeEnergies(String run, String data, String out) throws IOException {
    String target = directory.resolve(out).toString();
    JsonNode json =
        Outcome.json(
            "anomaly",
            "--model",
            directory.resolve(run).toString(),
            "--data",
            directory.resolve(data).toUri().toString(),
            "--out",
            target);
    assertTrue(json.get("density").booleanValue());
    double jacobian =
        (run.equals("run-1") ? once : eightfold)
            .get("log_likelihood")
            .get("log_jacobian")
            .doubleValue();
    assertEquals(jacobian, json.get("log_jacobian").doubleValue());
    return TestSpark.local(2)
        .read()
        .parquet(target + "/train")
        .orderBy("position")
        .select("free_energy")
        .collectAsList()
        .stream()
        .map(row -> row.getDouble(0))
        .toList();
  }

  /** Zeros and ones as spins have probabilities; as real numbers they have densities. */
  @Test
  void spinsHaveProbabilities() throws IOException {
    float[][] bits = new float[ROWS][WIDTH];
    for (int r = 0; r < ROWS; r++) {
      for (int i = 0; i < WIDTH; i++) {
        bits[r][i] = (r >> i & 1) == 0 ? 0 : 1;
      }
    }
    String data = data("data-bits", bits);
    JsonNode spins = evaluate(train("spins", data, "spin,spin"));
    assertFalse(spins.get("log_likelihood").get("density").booleanValue());
    assertEquals(0, spins.get("log_likelihood").get("log_jacobian").doubleValue());
    assertFalse(exact(spins).has("standardised"));
    assertTrue(exact(spins).get("kl_divergence").doubleValue() >= 0);
    assertFalse(spins.get("free_energy").has("log_jacobian"));
    JsonNode real = evaluate(train("real-bits", data, "gaussian,bernoulli"));
    assertTrue(exact(real).has("standardised"));
    assertFalse(
        exact(real).has("kl_divergence"), "rows that repeat are infinitely far from a density");
  }
}
