package io.boltzspark.jobs.telemetry;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.engine.training.TrainingResult;
import io.boltzspark.engine.training.TrainingResult.Ending;
import io.boltzspark.jobs.telemetry.MlflowStub.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a tracking server hears of a training, and what a training notices of a bad one: nothing.
 */
class MlflowObserverTest {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final byte[] CONTENT = {0, 1, 2, -1};
  private static final MlflowFile FILE =
      new MlflowFile("model/m 1.bin", () -> new ByteArrayInputStream(CONTENT), CONTENT.length);

  private MlflowStub stub;

  @BeforeEach
  void start() throws IOException {
    stub = new MlflowStub();
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private MlflowObserver observer(String uri, Map<String, String> environment, Duration patience) {
    Map<String, String> params = new TreeMap<>();
    IntStream.range(0, 150).forEach(i -> params.put("learning.p" + i, "value " + i));
    params.put("long", "x".repeat(10_000));
    params.put("empty", "");
    return new MlflowObserver(
        new MlflowConfig(uri, "an experiment", true),
        "first run",
        params,
        Map.of("boltz.data", "drawn digits"),
        MlflowCredentials.of(environment),
        patience);
  }

  private static Map<String, Object> line(long step) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("step", step);
    line.put("epoch", step / 10.0);
    line.put("stage", "training");
    line.put("reconstruction_error", 1.0 / (1 + step));
    line.put("pseudo_log_likelihood", null);
    line.put("free_energy_train", Double.NaN);
    return line;
  }

  private static TrainingResult result(Ending ending) {
    return new TrainingResult(
        ending, 20, 2, "0f1e", Map.of(), Optional.empty(), Optional.empty(), Map.of(), 1);
  }

  /** The pairs of a kind over all requests, by key, and for metrics by step. */
  private Map<String, String> logged(String kind) {
    Map<String, String> found = new TreeMap<>();
    for (Request request : stub.to("runs/log-batch")) {
      assertEquals("a1b2", request.json().get("run_id").textValue());
      for (JsonNode one : request.json().get(kind)) {
        String key = one.get("key").textValue();
        String step = one.has("step") ? "@" + one.get("step").longValue() : "";
        assertEquals(null, found.put(key + step, one.get("value").asText()), "sent twice: " + key);
      }
    }
    return found;
  }

  @Test
  void aTrainingIsARun() {
    try (MlflowObserver observer = observer(stub.uri(), Map.of(), PATIENCE)) {
      observer.metrics(line(0));
      observer.started("training", 0, 20, 2);
      observer.metrics(line(10));
      observer.metrics(line(20));
      observer.ended(result(Ending.FINISHED), () -> List.of(FILE));
    }
    assertEquals(1, stub.to("experiments/create").size());
    Request created = stub.to("runs/create").get(0);
    assertEquals("POST", created.method());
    assertEquals("7", created.json().get("experiment_id").textValue());
    assertEquals("first run", created.json().get("run_name").textValue());
    assertTrue(created.json().get("start_time").isIntegralNumber());

    Map<String, String> metrics = logged("metrics");
    assertEquals(
        new TreeSet<>(
            List.of(
                "epoch@0",
                "epoch@10",
                "epoch@20",
                "reconstruction_error@0",
                "reconstruction_error@10",
                "reconstruction_error@20")),
        metrics.keySet(),
        "neither texts, nor what is not there, nor what is no number");
    assertEquals(1.0 / 11, Double.parseDouble(metrics.get("reconstruction_error@10")));
    JsonNode metric =
        stub.to("runs/log-batch").stream()
            .flatMap(
                r ->
                    IntStream.range(0, r.json().get("metrics").size())
                        .mapToObj(i -> r.json().get("metrics").get(i)))
            .findFirst()
            .orElseThrow();
    assertTrue(metric.get("value").isDouble());
    assertTrue(metric.get("timestamp").isIntegralNumber());

    Map<String, String> params = logged("params");
    assertEquals(151, params.size());
    assertEquals("value 149", params.get("learning.p149"));
    assertEquals(500, params.get("long").length());
    assertEquals(
        Map.of("boltz.data", "drawn digits", "boltz.model_sha256", "0f1e"), logged("tags"));

    Request put =
        stub.requests().stream().filter(r -> r.method().equals("PUT")).findFirst().orElseThrow();
    assertEquals(
        "/api/2.0/mlflow-artifacts/artifacts" + MlflowStub.FILES + "/model/m%201.bin", put.path());
    assertArrayEquals(CONTENT, put.body());
    assertEquals("FINISHED", endings());
  }

  /** Status of all updates, of which there is to be one. */
  private String endings() {
    List<String> found = new ArrayList<>();
    stub.to("runs/update").forEach(r -> found.add(r.json().get("status").textValue()));
    return String.join(",", found);
  }

  @Test
  void endingsAreToldApart() {
    try (MlflowObserver observer = observer(stub.uri(), Map.of(), PATIENCE)) {
      observer.started("training", 0, 20, 2);
      observer.ended(result(Ending.INTERRUPTED), () -> List.of(FILE));
    }
    assertEquals("KILLED", endings());
    assertTrue(stub.requests().stream().noneMatch(r -> r.method().equals("PUT")));
    try (MlflowObserver observer = observer(stub.uri(), Map.of(), PATIENCE)) {
      observer.started("training", 0, 20, 2);
    }
    assertEquals("KILLED,FAILED", endings());
  }

  @Test
  void aTrainingThatIsRefusedLeavesNoRun() {
    observer(stub.uri(), Map.of(), PATIENCE).close();
    assertEquals(List.of(), stub.requests());
  }

  @Test
  void credentialsComeFromTheEnvironment() {
    Map<String, String> both =
        Map.of(
            "MLFLOW_TRACKING_TOKEN", "tok",
            "MLFLOW_TRACKING_USERNAME", "Aladdin",
            "MLFLOW_TRACKING_PASSWORD", "open sesame");
    Map<String, String> password = new TreeMap<>(both);
    password.remove("MLFLOW_TRACKING_TOKEN");
    // The example of RFC 7617, section 2.
    assertEquals("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", sentWith(password));
    assertEquals("Bearer tok", sentWith(both));
    assertEquals("null", sentWith(Map.of()));
    assertFalse(MlflowCredentials.of(both).toString().contains("tok"));
  }

  /** What all requests of a training carry. */
  private String sentWith(Map<String, String> environment) {
    int before = stub.requests().size();
    try (MlflowObserver observer = observer(stub.uri() + "/", environment, PATIENCE)) {
      observer.started("training", 0, 20, 2);
      observer.ended(result(Ending.FINISHED), () -> List.of(FILE));
    }
    List<Request> sent = stub.requests().subList(before, stub.requests().size());
    assertTrue(sent.size() > 4, sent.toString());
    List<String> found = sent.stream().map(Request::authorization).distinct().toList();
    assertEquals(1, found.size());
    return found.get(0);
  }

  /** Nothing is lost when the server comes back. */
  @Test
  void whatAServerDoesNotTakeIsSentAgain() {
    stub.failing = 1;
    try (MlflowObserver observer = observer(stub.uri(), Map.of(), PATIENCE)) {
      observer.started("training", 0, 20_000, 2);
      // More than a request may hold, while the server is left alone.
      LongLines.of(1200).forEach(observer::metrics);
      observer.ended(result(Ending.STOPPED), () -> List.of(FILE));
    }
    assertEquals(2 * 1200, logged("metrics").size());
    assertEquals(151, logged("params").size());
    assertEquals("FINISHED", endings());
  }

  private static final class LongLines {
    static List<Map<String, Object>> of(int count) {
      return IntStream.range(0, count).mapToObj(i -> line(i)).toList();
    }
  }

  @Test
  void filesElsewhereAreLeftAloneAndTheRunStillEnds() {
    // Credentials must not go to a host that only the answer names.
    for (String uri :
        List.of("s3://bucket/7", "mlflow-artifacts://elsewhere:81/7", "file:/x", "no uri")) {
      stub.artifactUri = uri;
      try (MlflowObserver observer = observer(stub.uri(), Map.of(), PATIENCE)) {
        observer.started("training", 0, 20, 2);
        observer.ended(result(Ending.FINISHED), () -> List.of(FILE));
      }
    }
    assertTrue(stub.requests().stream().noneMatch(r -> r.method().equals("PUT")));
    assertEquals("FINISHED,FINISHED,FINISHED,FINISHED", endings());
  }

  /** Without an end of its own, each wait would be endless. */
  @Test
  void aServerThatIsNotThereOrSaysNothingHoldsUpNobody() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String uri = "http://127.0.0.1:" + silent.getLocalPort();
      MlflowObserver patient = observer(uri, Map.of(), Duration.ofDays(1));
      patient.started("training", 0, 20_000, 2);
      LongLines.of(1000).forEach(patient::metrics); // which is not closed: that would wait
      for (String server : List.of(uri, "http://127.0.0.1:1")) {
        try (MlflowObserver brief = observer(server, Map.of(), Duration.ofMillis(100))) {
          brief.started("training", 0, 20_000, 2);
          brief.ended(result(Ending.FINISHED), () -> List.of(FILE));
        }
      }
    }
  }

  /** It is asked when the training begins and when it ends, and not for each line in between. */
  @Test
  void aServerThatFailsIsLeftAloneForAWhile() {
    stub.failing = Integer.MAX_VALUE;
    try (MlflowObserver observer = observer(stub.uri(), Map.of(), Duration.ofDays(1))) {
      observer.started("training", 0, 20_000, 2);
      LongLines.of(1000).forEach(observer::metrics);
      observer.ended(result(Ending.FINISHED), () -> List.of(FILE));
    }
    assertEquals(2, stub.requests().size(), stub.requests()::toString);
  }
}
