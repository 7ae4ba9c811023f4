package io.boltzspark.jobs.telemetry;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One run on a tracking server, buffered until the server has it: what cannot be sent now is sent
 * with the next request. Not thread-safe.
 */
final class MlflowRun {
  /** The longest parameter value that servers accept since MLflow 1.28. */
  private static final int LONGEST_VALUE = 500;

  /** Beyond this, the oldest values are dropped, so that a dead server costs no memory. */
  private static final int MOST_PENDING = 100_000;

  private final MlflowClient client;
  private final String experiment;
  private final String name;
  private final long startMillis = System.currentTimeMillis();
  private final List<Map<String, Object>> metrics = new ArrayList<>();
  private final List<Map<String, Object>> params;
  private final List<Map<String, Object>> tags = new ArrayList<>();
  private MlflowClient.Run run;

  /**
   * @param params settings by their keys
   * @param tags facts by their names
   */
  MlflowRun(
      MlflowClient client,
      String experiment,
      String name,
      Map<String, String> params,
      Map<String, String> tags) {
    this.client = client;
    this.experiment = experiment;
    this.name = name;
    this.params = new ArrayList<>(pairs(params));
    tag(tags);
  }

  private static List<Map<String, Object>> pairs(Map<String, String> values) {
    List<Map<String, Object>> pairs = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (!value.isEmpty()) { // which not every server takes
            String kept = value.substring(0, Math.min(LONGEST_VALUE, value.length()));
            pairs.add(Map.of("key", key, "value", kept));
          }
        });
    return pairs;
  }

  /** Adds facts to send. */
  void tag(Map<String, String> facts) {
    tags.addAll(pairs(facts));
  }

  /**
   * Adds the finite numbers of a line of metrics, except its step and time, which accompany each.
   */
  void add(Map<String, Object> line, long nowMillis) {
    long step = ((Number) line.get("step")).longValue();
    line.forEach(
        (key, value) -> {
          boolean finite = value instanceof Number n && Double.isFinite(n.doubleValue());
          if (finite && !key.equals("step")) {
            Map<String, Object> metric = new LinkedHashMap<>();
            metric.put("key", key);
            metric.put("value", ((Number) value).doubleValue());
            metric.put("timestamp", nowMillis);
            metric.put("step", step);
            metrics.add(metric);
          }
        });
    if (metrics.size() > MOST_PENDING) {
      metrics.subList(0, metrics.size() - MOST_PENDING).clear();
    }
  }

  /** Sends everything that the server does not have yet. */
  void send() throws IOException {
    if (run == null) {
      run = client.create(client.experiment(experiment), name, startMillis);
    }
    while (!params.isEmpty() || !tags.isEmpty()) {
      List<Map<String, Object>> someParams = first(params, MlflowClient.MOST_PARAMS);
      List<Map<String, Object>> someTags = first(tags, MlflowClient.MOST_PARAMS);
      client.log(run, List.of(), someParams, someTags);
      someParams.clear();
      someTags.clear();
    }
    while (!metrics.isEmpty()) {
      List<Map<String, Object>> some = first(metrics, MlflowClient.MOST_METRICS);
      client.log(run, some, List.of(), List.of());
      some.clear();
    }
  }

  /** A view: clearing it drops what was sent. */
  private static <T> List<T> first(List<T> list, int most) {
    return list.subList(0, Math.min(most, list.size()));
  }

  void upload(MlflowFile file) throws IOException {
    client.upload(run, file.path(), file.content(), file.bytes());
  }

  /**
   * @param status FINISHED, FAILED or KILLED
   */
  void end(String status) throws IOException {
    client.end(run, status, System.currentTimeMillis());
  }
}
