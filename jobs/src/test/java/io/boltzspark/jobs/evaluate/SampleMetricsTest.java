package io.boltzspark.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code boltz evaluate} says of samples of a model. */
class SampleMetricsTest {
  private static final String MONITORS =
      "energy-coefficient,kl-divergence,reverse-kl-divergence,heat-capacity,weight-sparsity,"
          + "weight-square";
  private static final String OTHERS = "free-energy-difference,adversarial-accuracy,nearest-rows";

  @TempDir static Path directory;
  private static Path data;
  private static Path withoutTest;
  private static Path run;
  private static Path deep;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = prepare(source, "data");
    Files.delete(source.resolve("t10k-images-idx3-ubyte.gz"));
    Files.delete(source.resolve("t10k-labels-idx1-ubyte.gz"));
    withoutTest = prepare(source, "without-test", "--valid-fraction", "0");
    run = train("run", "36,10", "30");
    deep = train("deep", "36,8,6", "2");
  }

  private static Path prepare(Path source, String name, String... more) throws IOException {
    Path out = directory.resolve(name);
    List<String> arguments =
        new ArrayList<>(List.of("prepare", "--source", source.toString(), "--out", out.toString()));
    arguments.addAll(List.of(more));
    Outcome.json(arguments.toArray(new String[0]));
    return out;
  }

  private static Path train(String name, String dimensions, String epochs) throws IOException {
    Path out = directory.resolve(name);
    TinyDigits.train(data, out, dimensions, epochs);
    return out;
  }

  private static String[] arguments(Path model, String metrics, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("evaluate", "--model", model.toString(), "--metrics", metrics));
    arguments.addAll(List.of(more));
    return arguments.toArray(new String[0]);
  }

  private static JsonNode evaluate(Path model, String metrics, String... more) throws IOException {
    return Outcome.json(arguments(model, metrics, more));
  }

  @Test
  void theMonitorsOfTheEnergyModelExperiments() throws IOException {
    for (Path model : List.of(run, deep)) {
      JsonNode result = evaluate(model, MONITORS);
      for (String part : List.of("train", "valid", "test")) {
        double coefficient = result.get("energy_coefficient").get(part).doubleValue();
        assertTrue(coefficient >= 0 && coefficient <= 1, result.toString());
        assertTrue(Double.isFinite(result.get("kl_divergence").get(part).doubleValue()));
        assertTrue(result.get("reverse_kl_divergence").get(part).isNumber());
      }
      assertEquals(10, result.get("energy_coefficient").get("sweeps").intValue());
      assertEquals(2000, result.get("energy_coefficient").get("samples").intValue());
      assertTrue(result.get("heat_capacity").get("value").doubleValue() > 0);
      double sparsity = result.get("weight_sparsity").get("value").doubleValue();
      assertTrue(sparsity >= 1.0 / 36 && sparsity <= 1, result.toString());
      assertTrue(result.get("weight_square").get("value").doubleValue() > 0);
    }
  }

  @Test
  void memorisingAndFreeEnergies() throws IOException {
    JsonNode result = evaluate(run, OTHERS + ",free-energy", "--sample-steps", "50");
    JsonNode accuracy = result.get("adversarial_accuracy");
    assertEquals(50, accuracy.get("sweeps").intValue());
    assertEquals(TinyDigits.TEST_ROWS, accuracy.get("compared").intValue(), "as many of each");
    for (String part : List.of("train", "test")) {
      JsonNode one = accuracy.get(part);
      double mean = (one.get("data").doubleValue() + one.get("samples").doubleValue()) / 2;
      assertEquals(mean, one.get("value").doubleValue(), 1e-15);
    }
    assertEquals(
        accuracy.get("test").get("value").doubleValue()
            - accuracy.get("train").get("value").doubleValue(),
        accuracy.get("privacy_loss").doubleValue(),
        1e-15);
    JsonNode nearest = result.get("nearest_rows");
    for (String from : List.of("from_samples", "from_test")) {
      JsonNode one = nearest.get(from);
      assertTrue(one.get("quantile_01").doubleValue() <= one.get("quantile_05").doubleValue());
      assertTrue(one.get("quantile_05").doubleValue() <= one.get("median").doubleValue());
      assertTrue(one.get("coinciding").intValue() <= one.get("count").intValue());
    }
    assertEquals(TinyDigits.TEST_ROWS, nearest.get("from_test").get("count").intValue());
    JsonNode difference = result.get("free_energy_difference");
    for (String part : List.of("train", "valid", "test")) {
      assertEquals(
          result.get("free_energy").get(part).get("mean").doubleValue()
              - difference.get("mean_of_samples").doubleValue(),
          difference.get(part).get("value").doubleValue(),
          1e-9);
    }
  }

  /** Numbers that depend on how rows and chains are cut would differ. */
  @Test
  void theSameNumbersInOneTask() throws IOException {
    String[] how = {"--samples", "150", "--sample-steps", "5"};
    JsonNode two = evaluate(run, MONITORS + "," + OTHERS, how);
    List<String> one = new ArrayList<>(List.of(arguments(run, MONITORS + "," + OTHERS, how)));
    one.addAll(List.of("--master", "local[1]", "--json"));
    JsonNode again = Outcome.of(one.toArray(new String[0])).json();
    for (String metric : (MONITORS + "," + OTHERS).replace('-', '_').split(",")) {
      assertEquals(two.get(metric), again.get(metric), metric);
    }
    JsonNode other = evaluate(run, MONITORS, "--samples", "150", "--seed", "2");
    assertFalse(two.get("energy_coefficient").equals(other.get("energy_coefficient")));
  }

  @Test
  void dataWithoutTestRowsHasNoPrivacyLoss() throws IOException {
    JsonNode result =
        evaluate(run, OTHERS, "--data", withoutTest.toString(), "--sample-steps", "20");
    JsonNode accuracy = result.get("adversarial_accuracy");
    assertTrue(accuracy.get("privacy_loss").isNull(), accuracy.toString());
    assertTrue(accuracy.get("train").get("value").isNumber(), accuracy.toString());
    assertEquals(TinyDigits.TRAIN_ROWS, accuracy.get("compared").intValue());
    assertFalse(result.get("nearest_rows").has("from_test"));
    assertTrue(result.get("nearest_rows").has("from_samples"));
  }

  /** Of a trained machine, and of test rows as the yardstick; rows are of the same kind. */
  @Test
  void statisticsOfSitesAndDiversity() throws IOException {
    String[] how = {"--sample-steps", "50", "--triples", "300"};
    JsonNode result = evaluate(run, "sites,diversity", how);
    JsonNode sites = result.get("sites");
    assertEquals(36, sites.get("sites").intValue());
    assertEquals(TinyDigits.TRAIN_ROWS * 95 / 100, sites.get("train_rows").intValue());
    assertEquals(300, sites.get("settings").get("triples").intValue());
    for (String of : List.of("of_samples", "of_test")) {
      JsonNode one = sites.get(of);
      assertEquals(36, one.get("one_site").get("statistics").intValue());
      assertEquals(36 * 35 / 2, one.get("two_sites").get("statistics").intValue());
      assertEquals(300, one.get("three_sites").get("statistics").intValue());
      for (String statistic : List.of("one_site", "two_sites", "three_sites")) {
        double correlation = one.get(statistic).get("correlation").doubleValue();
        assertTrue(Math.abs(correlation) <= 1, sites.toString());
        // Frequencies of these digits' pixels hardly differ, and a machine of so few epochs has no
        // correlations yet.
        if (of.equals("of_test") && !statistic.equals("one_site")) {
          assertTrue(correlation > 0.3, sites.toString());
          assertTrue(one.get(statistic).get("slope").doubleValue() > 0, sites.toString());
        }
      }
    }
    JsonNode diversity = result.get("diversity");
    for (String of : List.of("of_samples", "of_train", "of_test")) {
      JsonNode one = diversity.get(of);
      double identity = one.get("mean_identity").doubleValue();
      assertTrue(identity > 0 && identity < 1, diversity.toString());
      assertEquals(36 * (1 - identity), one.get("mean_hamming_distance").doubleValue(), 1e-12);
      assertTrue(one.get("distinct").intValue() <= one.get("count").intValue());
    }
    assertEquals(2000, diversity.get("of_samples").get("count").intValue());
    JsonNode none = evaluate(run, "sites", "--sample-steps", "5", "--triples", "0");
    assertTrue(none.get("sites").get("of_test").get("three_sites").isNull(), none.toString());
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--triples -1", "from 0 to 100000"),
        arguments(run, "sites", "--triples", "-1"));
  }

  @Test
  void tooFewRowsOrSamples() throws IOException {
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("kl-divergence", "6 rows of a part and as many samples"),
        arguments(run, "kl-divergence", "--samples", "5"));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("adversarial-accuracy", "at least 2 training rows"),
        arguments(run, "adversarial-accuracy", "--rows", "1"));
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("free-energy-difference", "more than one hidden layer"),
        arguments(deep, "free-energy-difference"));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--samples 1", "from 2 to 50000"),
        arguments(run, "kl-divergence", "--samples", "1"));
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--sample-steps 0", "1 or larger"),
        arguments(run, "kl-divergence", "--sample-steps", "0"));
  }
}
