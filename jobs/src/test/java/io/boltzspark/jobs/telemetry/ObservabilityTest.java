package io.boltzspark.jobs.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.dataprep.PrepareAction;
import io.boltzspark.engine.training.TrainingObserver;
import io.boltzspark.evaluation.partition.AnnealingSchedule;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.data.ChosenData;
import io.boltzspark.jobs.evaluate.EvaluateAction;
import io.boltzspark.jobs.evaluate.metrics.Metrics;
import io.boltzspark.jobs.evaluate.metrics.Subject;
import io.boltzspark.jobs.evaluate.samples.Sampling;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.jobs.testing.TinyDigits;
import io.boltzspark.jobs.train.TrainAction;
import io.boltzspark.testing.LocalCluster;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is seen of the work from outside: numbers at Spark's Prometheus endpoint while a training
 * runs, those of an executor in another process, and what Spark's event log calls the jobs.
 */
class ObservabilityTest {
  /** 180 training rows in minibatches of 20. */
  private static final int STEPS_PER_EPOCH = 9;

  /** In the second epoch. */
  private static final int LOOK_AT = 15;

  private static final String NAMES =
      "metrics_boltz_driver_plugin_io_boltzspark_jobs_telemetry_MetricsPlugin_";
  private static final Pattern LINE =
      Pattern.compile("^" + NAMES + "(\\w+)\\{[^}]*\\} (\\S+)$", Pattern.MULTILINE);

  @TempDir static Path directory;
  private static SparkSession spark;
  private static String endpoint;
  private static Map<String, Double> whileTraining;
  private static List<String> metricsWhileTraining;
  private static EvaluateAction.Result evaluation;
  private static Map<String, Double> afterEvaluation;
  private static final List<JsonNode> JOBS = new ArrayList<>();

  @BeforeAll
  static void work() throws IOException {
    Path log = Files.createDirectory(directory.resolve("log"));
    Map<String, String> conf = new HashMap<>();
    conf.put("spark.ui.enabled", "true");
    conf.put("spark.ui.port", "0");
    conf.put("spark.metrics.namespace", "boltz");
    conf.put(
        "spark.metrics.conf",
        System.getProperty("boltz.project.directory") + "/conf/metrics.properties");
    conf.put("spark.eventLog.enabled", "true");
    conf.put("spark.eventLog.dir", log.toUri().toString());
    conf.put("spark.eventLog.rolling.enabled", "false");
    conf.put("spark.eventLog.compress", "false");
    conf.put("spark.plugins", MetricsPlugin.class.getName());
    String sink = "spark.metrics.conf.executor.sink.csv.";
    conf.put(sink + "class", "org.apache.spark.metrics.sink.CsvSink");
    conf.put(sink + "directory", Files.createDirectory(directory.resolve("executor")).toString());
    conf.put(sink + "period", "1");
    conf.put(sink + "unit", "seconds");
    spark = LocalCluster.open(1, conf);
    try {
      endpoint = spark.sparkContext().uiWebUrl().get() + "/metrics/prometheus/";
      prepare();
      train("run", Map.of("learning.epochs", 3), new Looking());
      train("by-jobs", Map.of("engine.kind", "jobs", "learning.epochs", 1), Progress.silent());
      evaluate();
      for (String property : List.of("spark.job.description", "spark.jobGroup.id")) {
        assertNull(spark.sparkContext().getLocalProperty(property), "left behind: " + property);
      }
    } finally {
      TestSpark.close();
    }
    readLog(log);
  }

  private static String path(String name) {
    return directory.resolve(name).toString();
  }

  private static void prepare() throws IOException {
    Path source = TinyDigits.write(directory.resolve("idx"));
    new PrepareAction(spark)
        .source(new org.apache.hadoop.fs.Path(source.toUri()))
        .output(new org.apache.hadoop.fs.Path(directory.resolve("data").toUri()))
        .validFraction(0.1)
        .execute();
  }

  private static void train(String run, Map<String, Object> changes, Progress progress) {
    Map<String, Object> all = new HashMap<>(changes);
    all.put("model.dimensions", List.of(TinyDigits.PIXELS, 6));
    all.put("learning.batch-size", 20);
    all.put("learning.chains", 20);
    all.put("monitor.share", 1);
    Settings settings = Settings.defaults().with(all);
    TrainAction.Request request =
        new TrainAction.Request(
            path("data"), path(run), settings, false, false, OptionalInt.empty());
    new TrainAction(spark, request, progress).execute();
  }

  private static void evaluate() {
    EvaluateAction.Request request =
        new EvaluateAction.Request(
            path("run"),
            ChosenData.in(Optional.empty()),
            Metrics.named(List.of("exact", "ais", "reverse")),
            new Subject.Precision(
                20,
                new AnnealingSchedule(50, AnnealingSchedule.Spacing.DENSE),
                Subject.Base.MEAN,
                5,
                1),
            100,
            new Sampling(20, OptionalInt.of(5), 0),
            Optional.empty());
    evaluation = new EvaluateAction(spark, request, Progress.silent()).execute();
    afterEvaluation = scrape();
  }

  /** Looks once, from between two steps. */
  private static final class Looking implements Progress {
    @Override
    public void start(String what, long firstStep, long totalSteps) {}

    @Override
    public void update(long step, String detail) {
      if (step == LOOK_AT) {
        whileTraining = scrape();
        try {
          metricsWhileTraining = Files.readAllLines(directory.resolve("run/metrics.jsonl"));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }

    @Override
    public void finish(String message) {}

    @Override
    public void note(String message) {}
  }

  private static Map<String, Double> scrape() {
    try {
      String page =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(URI.create(endpoint)).build(), BodyHandlers.ofString())
              .body();
      Map<String, Double> found = new HashMap<>();
      Matcher line = LINE.matcher(page);
      while (line.find()) {
        found.put(line.group(1), Double.valueOf(line.group(2)));
      }
      return found;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void readLog(Path log) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(log)) {
      files = all.filter(file -> !file.getFileName().toString().startsWith(".")).toList();
    }
    assertEquals(1, files.size(), files.toString());
    ObjectMapper json = new ObjectMapper();
    for (String line : Files.readAllLines(files.get(0))) {
      if (line.startsWith("{\"Event\":\"SparkListenerJobStart\"")) {
        JOBS.add(json.readTree(line));
      }
    }
  }

  @Test
  void prometheusSeesATrainingThatRuns() throws IOException {
    // The progress is told of a step before the metrics are.
    assertEquals(LOOK_AT - 1, whileTraining.get("step_Value"), whileTraining.toString());
    assertEquals(3 * STEPS_PER_EPOCH, whileTraining.get("total_steps_Value"));
    assertEquals((LOOK_AT - 1.0) / STEPS_PER_EPOCH, whileTraining.get("epoch_Value"));
    // Counts are those of the process, in which other tests may have trained.
    assertTrue(whileTraining.get("steps_Count") >= LOOK_AT - 1, whileTraining.toString());
    assertTrue(whileTraining.get("steps_MeanRate") > 0, whileTraining.toString());
    assertTrue(whileTraining.containsKey("steps_OneMinuteRate"), whileTraining.toString());
    assertTrue(whileTraining.get("rounds_Count") >= 1, whileTraining.toString());
    assertTrue(whileTraining.containsKey("retries_Count"), whileTraining.toString());
    for (String part : TrainingObserver.TIMES) {
      assertTrue(whileTraining.get(part + "_seconds_Value") > 0, whileTraining.toString());
    }
    assertTrue(whileTraining.get("step_exchange_milliseconds_Value") > 0);
    JsonNode last =
        new ObjectMapper().readTree(metricsWhileTraining.get(metricsWhileTraining.size() - 1));
    for (String key : List.of("reconstruction_error", "pseudo_log_likelihood")) {
      assertEquals(last.get(key).doubleValue(), whileTraining.get(key + "_Value"), key);
    }
  }

  /** The executor is a process that knows the project from the driver's jar alone. */
  @Test
  void anExecutorSaysWhatItComputed() throws IOException {
    assertTrue(lastOfExecutor("task_steps") >= 3 * STEPS_PER_EPOCH);
    assertTrue(lastOfExecutor("task_computing_seconds") > 0);
  }

  private static double lastOfExecutor(String name) throws IOException {
    Path file =
        directory.resolve(
            "executor/boltz.0.plugin." + MetricsPlugin.class.getName() + "." + name + ".csv");
    List<String> lines = Files.readAllLines(file);
    String last = lines.get(lines.size() - 1);
    return Double.parseDouble(last.substring(last.indexOf(',') + 1));
  }

  @Test
  void prometheusSeesWhatWasEvaluated() {
    Object parts = evaluation.results().get("log-likelihood").json().get("test");
    double exact = (Double) ((Map<?, ?>) ((Map<?, ?>) parts).get("exact")).get("value");
    double lower = afterEvaluation.get("log_likelihood_test_lower_Value");
    double upper = afterEvaluation.get("log_likelihood_test_upper_Value");
    assertTrue(lower <= exact && exact <= upper, lower + " " + exact + " " + upper);
  }

  private static String description(JsonNode job) {
    return job.path("Properties").path("spark.job.description").asText("none");
  }

  @Test
  void everyJobSaysWhatItIsFor() {
    for (JsonNode job : JOBS) {
      assertTrue(
          description(job).startsWith("boltz: "),
          () ->
              "'%s' of %s"
                  .formatted(
                      description(job), job.get("Stage Infos").findValuesAsText("Stage Name")));
    }
    Map<String, Long> counts = new HashMap<>();
    JOBS.forEach(job -> counts.merge(description(job), 1L, Long::sum));
    List<String> expected =
        List.of(
            "boltz: prepare: shuffle and binarize",
            "boltz: distributing the training rows to lanes",
            "boltz: scores of 100 train rows",
            "boltz: annealing, 20 chains, steps 1 to 10 of 50");
    for (String one : expected) {
      assertTrue(counts.containsKey(one), one + " is not among " + counts.keySet());
    }
    for (int epoch = 1; epoch <= 3; epoch++) {
      assertEquals(1, counts.get("boltz: epoch " + epoch + " of 3"), "one job a round");
    }
    for (int step = 1; step <= STEPS_PER_EPOCH; step++) {
      assertEquals(1, counts.get("boltz: epoch 1 of 1, step " + step), "one job a step");
    }
  }

  @Test
  void aRoundIsOneBarrierStage() {
    for (JsonNode job : JOBS) {
      if (description(job).matches("boltz: epoch [0-9]+ of 3")) {
        // The other stage is the shuffle of the rows, made before the first round.
        long barriers = 0;
        for (JsonNode stage : job.get("Stage Infos")) {
          barriers += stage.findValuesAsText("Barrier").contains("true") ? 1 : 0;
        }
        assertEquals(1, barriers);
        assertEquals("boltz-round", job.get("Properties").get("spark.jobGroup.id").textValue());
      }
    }
  }
}
