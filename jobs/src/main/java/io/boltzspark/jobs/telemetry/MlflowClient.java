package io.boltzspark.jobs.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.boltzspark.store.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The calls of MLflow's REST interface that a training needs; see <a
 * href="https://mlflow.org/docs/latest/rest-api.html">its documentation</a>. Redirects are not
 * followed: credentials are sent to the configured server only.
 */
final class MlflowClient {
  /** The limits of one request to {@code runs/log-batch}. */
  static final int MOST_METRICS = 1000;

  static final int MOST_PARAMS = 100;

  private static final String API = "/api/2.0/mlflow/";
  private static final String FILES = "/api/2.0/mlflow-artifacts/artifacts";
  private static final String FILES_SCHEME = "mlflow-artifacts";

  /** Files may be large: their uploads may take this many times longer. */
  private static final int PATIENCE_FOR_FILES = 12;

  private final URI server;
  private final MlflowCredentials credentials;
  private final Duration patience;
  private final HttpClient http;

  /**
   * @param server an http or https URL, with the server's path prefix if it has one
   * @param patience longest wait for an answer
   */
  MlflowClient(URI server, MlflowCredentials credentials, Duration patience) {
    this.server = server;
    this.credentials = credentials;
    this.patience = patience;
    this.http = HttpClient.newBuilder().connectTimeout(patience).build();
  }

  /** A run on the server and the location of its files. */
  record Run(String id, String files) {}

  /** The experiment of that name, created if it does not exist. */
  String experiment(String name) throws IOException {
    String query = "experiments/get-by-name?experiment_name=" + encode(name);
    HttpResponse<String> found = send(request(API + query).GET(), patience);
    if (found.statusCode() == 404) {
      return text(post("experiments/create", Map.of("name", name)), "experiment_id");
    }
    return text(answer(found, "experiments/get-by-name").path("experiment"), "experiment_id");
  }

  Run create(String experiment, String name, long startMillis) throws IOException {
    Map<String, Object> body =
        Map.of("experiment_id", experiment, "run_name", name, "start_time", startMillis);
    JsonNode info = post("runs/create", body).path("run").path("info");
    return new Run(text(info, "run_id"), info.path("artifact_uri").asText(""));
  }

  /**
   * Adds to a run, within the limits of one request.
   *
   * @param metrics each with key, value, timestamp and step
   * @param params each with key and value
   * @param tags likewise
   */
  void log(
      Run run,
      List<Map<String, Object>> metrics,
      List<Map<String, Object>> params,
      List<Map<String, Object>> tags)
      throws IOException {
    post(
        "runs/log-batch",
        Map.of("run_id", run.id(), "metrics", metrics, "params", params, "tags", tags));
  }

  /**
   * @param status FINISHED, FAILED or KILLED
   */
  void end(Run run, String status, long endMillis) throws IOException {
    post("runs/update", Map.of("run_id", run.id(), "status", status, "end_time", endMillis));
  }

  /**
   * Uploads a file to a run through the server.
   *
   * @param path within the run's files
   * @throws IOException also when the server does not serve files
   */
  void upload(Run run, String path, Supplier<? extends InputStream> content, long bytes)
      throws IOException {
    URI files;
    String escaped;
    try {
      files = new URI(run.files());
      escaped = new URI(null, null, files.getPath() + "/" + path, null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IOException(
          "the run's files are at " + run.files() + ", which is not a valid address");
    }
    boolean elsewhere =
        files.getAuthority() != null && !files.getAuthority().equals(server.getAuthority());
    if (!FILES_SCHEME.equals(files.getScheme()) || elsewhere) {
      throw new IOException(
          "the run's files are at %s, which the server does not serve; start it with mlflow server --serve-artifacts"
              .formatted(run.files()));
    }
    BodyPublisher body = BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(content), bytes);
    HttpRequest.Builder put =
        request(FILES + escaped).header("Content-Type", "application/octet-stream").PUT(body);
    answer(send(put, patience.multipliedBy(PATIENCE_FOR_FILES)), "the upload of " + path);
  }

  private JsonNode post(String call, Map<String, Object> body) throws IOException {
    HttpRequest.Builder post =
        request(API + call)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.line(body)));
    return answer(send(post, patience), call);
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.toString().replaceFirst("/+$", "") + path));
    credentials.header().ifPresent(header -> request.header("Authorization", header));
    return request;
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Duration timeout)
      throws IOException {
    try {
      return http.send(request.timeout(timeout).build(), HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /**
   * Returns the server's answer. An error has only the server's code, since its text may repeat
   * values.
   */
  private static JsonNode answer(HttpResponse<String> response, String call) throws IOException {
    JsonNode json =
        Json.object(response.body()).map(JsonNode.class::cast).orElse(MissingNode.getInstance());
    if (response.statusCode() / 100 != 2) {
      String code = json.path("error_code").asText("");
      throw new IOException(
          "%s failed with HTTP status %d%s"
              .formatted(call, response.statusCode(), code.isEmpty() ? "" : " (" + code + ")"));
    }
    return json;
  }

  private static String text(JsonNode json, String field) throws IOException {
    String text = json.path(field).asText("");
    if (text.isEmpty()) {
      throw new IOException("the server's answer has no " + field);
    }
    return text;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
