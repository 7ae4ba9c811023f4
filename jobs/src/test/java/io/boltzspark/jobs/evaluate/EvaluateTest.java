package io.boltzspark.jobs.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.testing.AwkwardDirectory;
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

/** {@code boltz evaluate} on a machine small enough to know the answer. */
class EvaluateTest {
  @TempDir(factory = AwkwardDirectory.class)
  static Path directory;

  private static Path data;
  private static Path run;

  @BeforeAll
  static void prepareAndTrain() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    data = directory.resolve("data");
    run = directory.resolve("run");
    Outcome.json("prepare", "--source", source.toString(), "--out", data.toString());
    train(run, "36,10", "20");
  }

  private static void train(Path out, String dimensions, String epochs) throws IOException {
    TinyDigits.train(data, out, dimensions, epochs);
  }

  private static JsonNode evaluate(Path model, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("evaluate", "--model", model.toString()));
    arguments.addAll(List.of(more));
    return Outcome.json(arguments.toArray(new String[0]));
  }

  @Test
  void allMethodsAgree() throws IOException {
    JsonNode likelihood =
        evaluate(
                run,
                "--metrics",
                "exact,ais,reverse",
                "--chains",
                "300",
                "--temperatures",
                "300",
                "--burn-in",
                "300")
            .get("log_likelihood");
    double exact = likelihood.get("log_partition").get("exact").get("value").doubleValue();
    for (String method : List.of("ais", "reverse_from_data", "reverse_from_noise")) {
      JsonNode estimate = likelihood.get("log_partition").get(method);
      assertTrue(estimate.get("trusted").booleanValue(), likelihood.toString());
      assertTrue(estimate.get("lower").doubleValue() <= exact, likelihood.toString());
      assertTrue(estimate.get("upper").doubleValue() >= exact, likelihood.toString());
    }
    for (String part : List.of("train", "valid", "test")) {
      JsonNode one = likelihood.get(part);
      double value = one.get("exact").get("value").doubleValue();
      assertEquals(one.get("unnormalised").doubleValue() - exact, value, 1e-9);
      assertTrue(value < 0, "a discrete row has a probability below 1");
      assertTrue(one.get("exact").get("kl_divergence").doubleValue() >= 0);
      assertTrue(one.get("ais").get("lower").doubleValue() <= value);
      assertTrue(one.get("ais").get("upper").doubleValue() >= value);
    }
    assertFalse(likelihood.get("lower_bound").booleanValue());
  }

  @Test
  void whatIsMeasuredByItself() throws IOException {
    JsonNode result = evaluate(run, "--rows", "50");
    JsonNode likelihood = result.get("log_likelihood");
    assertTrue(likelihood.get("log_partition").has("exact"), "2^10 states are few");
    assertEquals(1, likelihood.get("log_partition").size());
    assertEquals(50, likelihood.get("train").get("rows").intValue());
    assertEquals(TinyDigits.TEST_ROWS, likelihood.get("test").get("rows").intValue());
    double train = result.get("free_energy").get("train").get("mean").doubleValue();
    double test = result.get("free_energy").get("test").get("mean").doubleValue();
    double gap = result.get("free_energy").get("test").get("gap_to_train").doubleValue();
    assertEquals(test - train, gap, 1e-9);
    // log Z cancels: the free energies differ as the likelihoods do, but for their roundings.
    double difference =
        likelihood.get("train").get("unnormalised").doubleValue()
            - likelihood.get("test").get("unnormalised").doubleValue();
    assertEquals(difference, gap, 1e-4);
    assertTrue(result.get("reconstruction_error").get("test").doubleValue() > 0);
    assertTrue(result.get("pseudo_log_likelihood").get("test").get("mean").doubleValue() < 0);
    JsonNode kept = new ObjectMapper().readTree(Files.readAllBytes(run.resolve("evaluation.json")));
    assertTrue(kept.has("log_likelihood"), kept.toString());
    assertFalse(kept.has("adversarial_accuracy"), "takes time, and was not asked for");
  }

  @Test
  void whatWasMeasuredBeforeOfTheSameModelAndDataIsKept() throws IOException {
    Path measured = directory.resolve("measured");
    train(measured, "36,5", "1");
    evaluate(measured, "--metrics", "free-energy", "--rows", "20");
    evaluate(measured, "--metrics", "weight-square");
    Path file = measured.resolve("evaluation.json");
    JsonNode both = new ObjectMapper().readTree(Files.readAllBytes(file));
    assertEquals(20, both.get("free_energy").get("train").get("rows").intValue());
    assertTrue(both.has("weight_square"), both.toString());
    Files.writeString(
        file, both.toString().replaceAll("\"model_sha256\":\"..", "\"model_sha256\":\"zz"));
    evaluate(measured, "--metrics", "weight-square");
    JsonNode other = new ObjectMapper().readTree(Files.readAllBytes(file));
    assertFalse(other.has("free_energy"), "belongs to another model");
    assertTrue(other.has("weight_square"), other.toString());
  }

  @Test
  void warningsAndSettingsAreKeptWithTheirValue() throws IOException {
    Path doubted = directory.resolve("doubted");
    train(doubted, "36,5", "3");
    String[] rough = {"--metrics", "ais", "--chains", "2", "--temperatures", "1", "--rows", "30"};
    JsonNode likelihood = evaluate(doubted, rough).get("log_likelihood");
    assertTrue(likelihood.get("warnings").isArray(), likelihood::toString);
    assertEquals(likelihood.get("trusted").booleanValue(), likelihood.get("warnings").isEmpty());
    assertTrue(likelihood.get("test").get("lower").isNumber(), "finite: " + likelihood);
    JsonNode settings = likelihood.get("settings");
    assertEquals(2, settings.get("chains").intValue());
    assertEquals(1, settings.get("temperatures").intValue());
    assertEquals(1000, settings.get("burn_in").intValue());
    assertEquals(30, settings.get("rows").intValue());
    evaluate(doubted, "--metrics", "weight-square");
    JsonNode kept =
        new ObjectMapper().readTree(Files.readAllBytes(doubted.resolve("evaluation.json")));
    assertEquals(likelihood, kept.get("log_likelihood"));
    assertEquals(likelihood.get("warnings"), kept.get("warnings"));
    assertEquals(0, kept.get("weight_square").get("warnings").size());
  }

  @Test
  void allStandsForWhateverTheModelHas() throws IOException {
    JsonNode result = evaluate(run, "--metrics", "all", "--rows", "40", "--samples", "40");
    assertTrue(result.has("adversarial_accuracy"), result.toString());
    assertTrue(result.has("exact_pseudo_log_likelihood"), result.toString());
    assertTrue(result.get("skipped").has("ising"), result.toString());
  }

  @Test
  void theSameNumbersAgainAndOthersForAnotherSeed() throws IOException {
    String[] how = {"--metrics", "ais,reverse", "--chains", "10", "--temperatures", "20"};
    JsonNode first = evaluate(run, how).get("log_likelihood");
    assertEquals(first, evaluate(run, how).get("log_likelihood"));
    List<String> other = new ArrayList<>(List.of(how));
    other.addAll(List.of("--seed", "2"));
    JsonNode second = evaluate(run, other.toArray(new String[0])).get("log_likelihood");
    assertFalse(first.equals(second));
  }

  @Test
  void aDeepMachineHasALowerBound() throws IOException {
    Path deep = directory.resolve("deep");
    train(deep, "36,8,6", "2");
    JsonNode result = evaluate(deep);
    assertTrue(result.get("log_likelihood").get("lower_bound").booleanValue());
    assertTrue(result.get("log_likelihood").get("test").get("exact").has("value"));
    assertTrue(result.get("skipped").has("free-energy"), result.toString());
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("free-energy", "more than one hidden layer"),
        "evaluate",
        "--model",
        deep.toString(),
        "--metrics",
        "free-energy");
  }

  @Test
  void tooManyStatesToEnumerate() throws IOException {
    Path large = directory.resolve("large");
    train(large, "36,30", "1");
    String message =
        Outcome.fails(
            ExitCode.BAD_INPUT,
            List.of("1.07e+09 states", "25 binary units"),
            "evaluate",
            "--model",
            large.toString(),
            "--metrics",
            "exact");
    assertTrue(message.contains("minutes") || message.contains("days"), message);
  }

  @Test
  void wrongOptions() throws IOException {
    Outcome.fails(
        ExitCode.USAGE,
        List.of("free-enery", "log-likelihood", "Did you mean 'free-energy'?"),
        "evaluate",
        "--model",
        run.toString(),
        "--metrics",
        "free-enery");
    Outcome.fails(
        ExitCode.USAGE,
        List.of("--chains 1", "2 or larger"),
        "evaluate",
        "--model",
        run.toString(),
        "--chains",
        "1");
    Outcome.fails(
        ExitCode.BAD_INPUT,
        List.of("nowhere", "does not exist"),
        "evaluate",
        "--model",
        directory.resolve("nowhere").toString());
  }
}
