package io.boltzspark.jobs.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * As much of MLflow's tracking server as a training speaks to, by the documentation of its REST
 * interface; keeps every request.
 */
public final class MlflowStub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String API = "/api/2.0/mlflow/";

  /** Where the server says that the files of its only run are. */
  public static final String FILES = "/7/a1b2/artifacts";

  /**
   * A request.
   *
   * @param path without the host
   * @param body as it came
   */
  public record Request(String method, String path, String authorization, byte[] body) {
    public JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final Map<String, String> experiments = new HashMap<>();

  /** Requests that are still to be answered with 503. */
  volatile int failing;

  /** What the answer to {@code runs/create} says of the run's files. */
  volatile String artifactUri = "mlflow-artifacts:" + FILES;

  public MlflowStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  public String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests so far, also those that were answered with an error. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  /** The requests to one call of the interface. */
  public List<Request> to(String call) {
    return requests.stream().filter(r -> r.path().startsWith(API + call)).toList();
  }

  private synchronized void handle(HttpExchange exchange) throws IOException {
    Request request =
        new Request(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
            exchange.getRequestBody().readAllBytes());
    requests.add(request);
    if (failing > 0) {
      failing--;
      answer(exchange, 503, "{\"error_code\":\"TEMPORARILY_UNAVAILABLE\"}");
      return;
    }
    String path = request.path();
    if (request.method().equals("PUT") && path.startsWith("/api/2.0/mlflow-artifacts/artifacts/")) {
      answer(exchange, 200, "{}");
    } else if (path.startsWith(API + "experiments/get-by-name?experiment_name=")) {
      String id = experiments.get(path.substring(path.indexOf('=') + 1));
      answer(
          exchange,
          id == null ? 404 : 200,
          id == null
              ? "{\"error_code\":\"RESOURCE_DOES_NOT_EXIST\"}"
              : "{\"experiment\":{\"experiment_id\":\"" + id + "\"}}");
    } else if (path.equals(API + "experiments/create")) {
      experiments.put(request.json().get("name").textValue(), "7");
      answer(exchange, 200, "{\"experiment_id\":\"7\"}");
    } else if (path.equals(API + "runs/create")) {
      answer(
          exchange,
          200,
          "{\"run\":{\"info\":{\"run_id\":\"a1b2\",\"artifact_uri\":\"" + artifactUri + "\"}}}");
    } else if (path.equals(API + "runs/log-batch")) {
      boolean fits =
          request.json().get("metrics").size() <= 1000
              && request.json().get("params").size() <= 100
              && request.json().get("tags").size() <= 100;
      answer(exchange, fits ? 200 : 400, "{}");
    } else if (path.equals(API + "runs/update")) {
      answer(exchange, 200, "{}");
    } else {
      answer(exchange, 404, "{\"error_code\":\"ENDPOINT_NOT_FOUND\"}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
