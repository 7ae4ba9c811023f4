package io.boltzspark.jobs.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.telemetry.MlflowStub.Request;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import io.boltzspark.jobs.testing.TinyDigits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets that a training is given are in nothing that it leaves, and MLflow gets its token. */
class SecretsTest {
  private static final String TOKEN = "token-5b1f";
  private static final String PASSPHRASE = "authenticate-77aa";
  private static final String KEY = "s3a-key-90cd";

  @TempDir static Path directory;

  @Test
  void aTrainingKeepsSecretsAndTellsMlflow() throws Exception {
    Path data = directory.resolve("data");
    Outcome.json(
        "prepare",
        "--source",
        TinyDigits.write(directory.resolve("idx")).toString(),
        "--out",
        data.toString());
    Path run = directory.resolve("run");
    try (MlflowStub mlflow = new MlflowStub()) {
      Outcome trained =
          program(
              "--data",
              data.toString(),
              "--out",
              run.toString(),
              "--dimensions",
              "36,4",
              "--epochs",
              "2",
              "--set",
              "mlflow.tracking-uri=" + mlflow.uri(),
              "--set",
              "mlflow.experiment=secrets & co");
      assertEquals(0, trained.exitCode(), trained.err());
      assertHeardOf(mlflow, run, trained);
    }
    Path page = directory.resolve("report.html");
    Outcome.json("report", "--run", run.toString(), "--out", page.toString());
    assertTrue(Files.size(page) > 0);

    Outcome failed =
        Outcome.of(words("--data", "s3a://bucket/none", "--out", "x").toArray(new String[0]));
    assertTrue(failed.exitCode() != 0);
    Files.writeString(directory.resolve("failed.txt"), failed.out() + failed.err());
    assertNowhere();
  }

  private static List<String> words(String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--master", "local[2]", "--json"));
    for (String property :
        List.of(
            "spark.authenticate=true",
            "spark.authenticate.secret=" + PASSPHRASE,
            "spark.hadoop.fs.s3a.secret.key=" + KEY)) {
      words.addAll(List.of("--conf", property));
    }
    words.addAll(List.of(more));
    return words;
  }

  /** In a process of its own, at its most talkative: Spark says its settings at the start. */
  private static Outcome program(String... more) throws IOException, InterruptedException {
    List<String> words = words(more);
    words.addAll(
        List.of("--stacktrace", "--conf", "spark.logConf=true", "--conf", "spark.log.level=INFO"));
    Path output = Files.createDirectory(directory.resolve("output"));
    Map<String, String> environment = Map.of("MLFLOW_TRACKING_TOKEN", TOKEN);
    return Program.start(
            output, variables -> variables.putAll(environment), words.toArray(new String[0]))
        .end();
  }

  private static void assertHeardOf(MlflowStub mlflow, Path run, Outcome trained)
      throws IOException {
    for (Request request : mlflow.requests()) {
      assertEquals("Bearer " + TOKEN, request.authorization(), request.path());
      String body = new String(request.body(), StandardCharsets.ISO_8859_1);
      assertFalse(body.contains(PASSPHRASE) || body.contains(KEY), request.path());
    }
    assertEquals(
        "secrets & co", mlflow.to("experiments/create").get(0).json().get("name").textValue());
    List<JsonNode> params = new ArrayList<>();
    List<JsonNode> metrics = new ArrayList<>();
    for (Request batch : mlflow.to("runs/log-batch")) {
      batch.json().get("params").forEach(params::add);
      batch.json().get("metrics").forEach(metrics::add);
    }
    assertTrue(
        params.stream()
            .anyMatch(
                p ->
                    p.get("key").textValue().equals("learning.epochs")
                        && p.get("value").textValue().equals("2")),
        params.toString());
    JsonNode last = trained.json().get("metrics");
    assertTrue(
        metrics.stream()
            .anyMatch(
                m ->
                    m.get("key").textValue().equals("reconstruction_error")
                        && m.get("step").equals(last.get("step"))
                        && m.get("value").equals(last.get("reconstruction_error"))),
        metrics.toString());
    for (String name : List.of("model.safetensors", "model.json")) {
      Request sent =
          mlflow.requests().stream()
              .filter(r -> r.method().equals("PUT") && r.path().endsWith("/model/" + name))
              .findFirst()
              .orElseThrow();
      assertTrue(
          Arrays.equals(Files.readAllBytes(run.resolve("model").resolve(name)), sent.body()), name);
    }
    assertEquals("FINISHED", mlflow.to("runs/update").get(0).json().get("status").textValue());
  }

  /** In no file here: run directory, report, and what the programs wrote. */
  private static void assertNowhere() throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(directory)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    String spoken = Files.readString(directory.resolve("output/err.txt"));
    assertTrue(spoken.contains("spark.authenticate.secret"), "Spark's settings are in its log");
    for (Path file : files) {
      String content = Files.readString(file, StandardCharsets.ISO_8859_1);
      for (String secret : List.of(TOKEN, PASSPHRASE, KEY)) {
        assertFalse(content.contains(secret), secret + " in " + file);
      }
    }
  }
}
