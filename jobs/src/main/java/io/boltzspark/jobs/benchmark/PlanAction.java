package io.boltzspark.jobs.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.benchmark.scaling.Cluster;
import io.boltzspark.jobs.benchmark.scaling.ExchangeDesign;
import io.boltzspark.jobs.benchmark.scaling.MeasuredStep;
import io.boltzspark.jobs.benchmark.scaling.Prediction;
import io.boltzspark.jobs.benchmark.scaling.ScalingModel;
import io.boltzspark.jobs.benchmark.scaling.StepCosts;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.store.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Predicts step times on clusters from measured steps. Needs no Spark. */
public final class PlanAction {
  /**
   * The arguments of {@code boltz plan}.
   *
   * @param shape of a step
   * @param executors numbers of executors, each a row of the table
   * @param cores of each executor
   * @param bitsPerSecond of each machine's network interface
   * @param latencySeconds of the network, one way
   * @param localSteps that lanes make by themselves, in the columns that show what these bring
   * @param from a file with the output of {@code boltz benchmark --suite scale --json}
   */
  public record Request(
      StepShape shape,
      List<Integer> executors,
      int cores,
      double bitsPerSecond,
      double latencySeconds,
      int localSteps,
      String from) {

    public Request {
      Objects.requireNonNull(shape);
      executors = List.copyOf(executors);
      Objects.requireNonNull(from);
    }
  }

  /**
   * Predicted steps on clusters.
   *
   * @param measuredSteps number of steps that the costs were fitted to
   * @param costs of a step's parts, measured
   * @param checks measured local steps, which the costs were not fitted to
   * @param rows one per number of executors
   */
  public record Result(
      Request request, int measuredSteps, StepCosts costs, List<Check> checks, List<Row> rows)
      implements ActionResult {

    /**
     * A measured step beside what the model says of it.
     *
     * @param measured on processes of one machine
     * @param predicted seconds
     */
    public record Check(MeasuredStep measured, double predicted) {
      static Check of(ScalingModel model, MeasuredStep measured) {
        MeasuredStep.Layout layout = measured.layout();
        Cluster processes =
            new Cluster(
                layout.executors(),
                layout.threads() / layout.executors(),
                Double.POSITIVE_INFINITY,
                0);
        return new Check(
            measured, model.predict(measured.shape(), processes, layout.localSteps()).step());
      }

      Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("executors", measured.layout().executors());
        json.put("threads", measured.layout().threads());
        json.put("local_steps", measured.layout().localSteps());
        json.put("measured_ms", measured.times().mean());
        json.put("predicted_ms", 1000 * predicted);
        return json;
      }

      String line() {
        return String.format(
            Locale.ROOT,
            "  H = %d on %d executors, %d threads: %.3f ms measured, %.3f ms by these costs",
            measured.layout().localSteps(),
            measured.layout().executors(),
            measured.layout().threads(),
            measured.times().mean(),
            1000 * predicted);
      }
    }

    /** The factor by which the work per exchange is increased. */
    private static final int MORE = 10;

    /** The largest share of a step that may be waiting, for local steps that are recommended. */
    private static final double MOST_WAITING = 0.2;

    /** The most local steps whose likelihood could not be told from that of none. */
    private static final int FREE_LOCAL_STEPS = 4;

    /** The most local steps whose likelihood was measured. */
    private static final int MEASURED_LOCAL_STEPS = 16;

    /** The alternatives to the engine's own exchange. */
    private static final List<ExchangeDesign> OTHERS =
        Arrays.stream(ExchangeDesign.values()).filter(d -> d != ExchangeDesign.DRIVER).toList();

    private static final String MILLIS = "%.3f";
    private static final String PERCENT = "%.0f%%";

    public Result {
      checks = List.copyOf(checks);
      rows = List.copyOf(rows);
    }

    /**
     * One number of executors.
     *
     * @param predictions by design
     * @param efficiencies by design
     * @param withLargerBatch efficiency of the engine's exchange with ten times the minibatch and
     *     chains
     * @param withMoreSweeps efficiency of the engine's exchange with ten times the sweeps
     * @param local a step through the engine's exchange with local steps
     * @param localEfficiency of these
     * @param recommended local steps with which little of a step is waiting
     * @param withRecommended a step with so many
     */
    public record Row(
        Cluster cluster,
        Map<ExchangeDesign, Prediction> predictions,
        Map<ExchangeDesign, Double> efficiencies,
        double withLargerBatch,
        double withMoreSweeps,
        Prediction local,
        double localEfficiency,
        int recommended,
        Prediction withRecommended) {

      static Row of(ScalingModel model, StepShape shape, Cluster cluster, int localSteps) {
        Map<ExchangeDesign, Prediction> predictions = new EnumMap<>(ExchangeDesign.class);
        Map<ExchangeDesign, Double> efficiencies = new EnumMap<>(ExchangeDesign.class);
        for (ExchangeDesign design : ExchangeDesign.values()) {
          predictions.put(design, model.predict(shape, cluster, design));
          efficiencies.put(design, model.efficiency(shape, cluster, design));
        }
        ExchangeDesign now = ExchangeDesign.DRIVER;
        int recommended = model.localStepsFor(MOST_WAITING, shape, cluster);
        return new Row(
            cluster,
            predictions,
            efficiencies,
            model.efficiency(shape.times(MORE), cluster, now),
            model.efficiency(shape.withK(MORE * shape.k()), cluster, now),
            model.predict(shape, cluster, localSteps),
            model.efficiency(shape, cluster, localSteps),
            recommended,
            model.predict(shape, cluster, recommended));
      }

      /** The engine's own exchange. */
      Prediction now() {
        return predictions.get(ExchangeDesign.DRIVER);
      }

      /** The design with the shortest step; the simplest of equal ones. */
      ExchangeDesign best() {
        return Arrays.stream(ExchangeDesign.values())
            .min(Comparator.comparingDouble(design -> predictions.get(design).step()))
            .orElseThrow();
      }
    }

    /** The first row in which most of a step is spent without computing. */
    private Optional<Row> heldBack() {
      return rows.stream().filter(row -> row.now().isHeldBack()).findFirst();
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("measured_steps", measuredSteps);
      json.put("measured_costs", costs.json());
      json.put("checks", checks.stream().map(Check::json).toList());
      json.put("cores_per_executor", request.cores());
      json.put("bits_per_second", request.bitsPerSecond());
      json.put("latency_seconds", request.latencySeconds());
      json.put("local_steps", request.localSteps());
      json.put("local_bytes_per_lane", request.shape().bytesOfLane());
      json.put("computed", rows.stream().map(Result::json).toList());
      json.put("held_back_from", heldBack().map(row -> row.cluster().executors()).orElse(null));
      return json;
    }

    private static Map<String, Object> json(Row row) {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("executors", row.cluster().executors());
      json.put("threads", row.cluster().threads());
      for (ExchangeDesign design : ExchangeDesign.values()) {
        Map<String, Object> one = row.predictions().get(design).json();
        one.put("efficiency", row.efficiencies().get(design));
        json.put(design.name().toLowerCase(Locale.ROOT), one);
      }
      Map<String, Object> local = row.local().json();
      local.put("efficiency", row.localEfficiency());
      json.put("local", local);
      json.put("recommended_local_steps", row.recommended());
      json.put("efficiency_with_larger_batch", row.withLargerBatch());
      json.put("efficiency_with_more_sweeps", row.withMoreSweeps());
      return json;
    }

    @Override
    public List<String> summary() {
      StepShape shape = request.shape();
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "PCD-%d, %d-%d, B = %d, %d chains; executors of %d cores, %.3g Gbit/s, %.3g us one"
                  + " way",
              shape.k(),
              shape.visible(),
              shape.hidden(),
              shape.batch(),
              shape.chains(),
              request.cores(),
              request.bitsPerSecond() / 1e9,
              request.latencySeconds() * 1e6));
      lines.add("");
      lines.add("measured (fitted to " + measuredSteps + " steps in " + request.from() + "):");
      lines.add(
          String.format(
              Locale.ROOT,
              "  thread: %.1f GFLOP/s and %.3f ns per weight and product; driver: %.3f ns per"
                  + " parameter, %.3f ns per addition",
              1 / (costs.perOperation() * 1e9),
              costs.perWeight() * 1e9,
              costs.perParameter() * 1e9,
              costs.perAddition() * 1e9));
      lines.add(
          String.format(
              Locale.ROOT,
              "  exchange: %.3f ms and %.3f ns per byte",
              costs.perExchange() * 1e3,
              costs.perByte() * 1e9));
      checks.forEach(check -> lines.add(check.line()));
      lines.add("");
      lines.add("computed, milliseconds and efficiency (1 executor's time / executors / time):");
      lines.addAll(table().lines());
      lines.add("");
      lines.add(
          String.format(
              Locale.ROOT,
              "With local steps (H) each lane has parameters, moments and statistics of its own:"
                  + " %.1f MB more.",
              shape.bytesOfLane() / 1e6));
      lines.add(verdict());
      return lines;
    }

    private TextTable table() {
      TextTable table = new TextTable().right("executors").right("threads");
      for (String part : List.of("computing", "exchange", "driver", "step")) {
        table.right(part, MILLIS);
      }
      table.right("eff", PERCENT);
      for (ExchangeDesign design : OTHERS) {
        table.right(design.label(), MILLIS).right("eff", PERCENT);
      }
      table.right("H = " + request.localSteps(), MILLIS).right("eff", PERCENT);
      table.right("H wanted");
      table.right("B x " + MORE, PERCENT).right("k x " + MORE, PERCENT);
      rows.forEach(row -> table.row(cells(row)));
      return table;
    }

    private static Object[] cells(Row row) {
      Prediction now = row.now();
      List<Object> cells = new ArrayList<>();
      cells.add(row.cluster().executors());
      cells.add(row.cluster().threads());
      for (double seconds : List.of(now.computing(), now.exchange(), now.driver(), now.step())) {
        cells.add(1000 * seconds);
      }
      cells.add(100 * row.efficiencies().get(ExchangeDesign.DRIVER));
      for (ExchangeDesign design : OTHERS) {
        cells.add(1000 * row.predictions().get(design).step());
        cells.add(100 * row.efficiencies().get(design));
      }
      cells.add(1000 * row.local().step());
      cells.add(100 * row.localEfficiency());
      cells.add(row.recommended());
      cells.add(100 * row.withLargerBatch());
      cells.add(100 * row.withMoreSweeps());
      return cells.toArray();
    }

    /** What so many local steps cost, as far as it was measured: conf/spark, Local steps. */
    private static String likelihoodOf(int localSteps) {
      if (localSteps <= FREE_LOCAL_STEPS) {
        return "";
      }
      return localSteps <= MEASURED_LOCAL_STEPS
          ? " So many cost likelihood: 16 cost 0.8 to 1.8 nats in ten epochs"
              + " (conf/spark/README.md)."
          : " What so many cost in likelihood was not measured: 16 cost 0.8 to 1.8 nats in ten"
              + " epochs (conf/spark/README.md). A larger minibatch or more sweeps need fewer.";
    }

    private String verdict() {
      return heldBack()
          .map(
              row ->
                  String.format(
                          Locale.ROOT,
                          "From %d executors on, exchange and driver take longer than computing;"
                              + " the fastest exchange there is: %s (%.3f ms instead of %.3f ms)."
                              + " With --local-steps %d a step takes %.3f ms, of which at most %.0f"
                              + " %% are waiting.",
                          row.cluster().executors(),
                          row.best().label(),
                          1000 * row.predictions().get(row.best()).step(),
                          1000 * row.now().step(),
                          row.recommended(),
                          1000 * row.withRecommended().step(),
                          100 * MOST_WAITING)
                      + likelihoodOf(row.recommended()))
          .orElse("Computing takes most of each step in every row.");
    }
  }

  private static final long LARGEST_FILE = 16L << 20;

  private final Configuration hadoop;
  private final Request request;

  public PlanAction(Configuration hadoop, Request request) {
    this.hadoop = hadoop;
    this.request = request;
  }

  /**
   * @throws BoltzException BAD_INPUT when the file is not an output of the scale suite, or has no
   *     steps between processes
   */
  public Result execute() {
    List<MeasuredStep> all = read();
    Map<Boolean, List<MeasuredStep>> byLocal =
        all.stream().collect(Collectors.partitioningBy(s -> s.layout().localSteps() > 1));
    List<MeasuredStep> steps = byLocal.get(false);
    ScalingModel model = new ScalingModel(StepCosts.fit(steps, request.from()));
    List<Result.Row> rows = new ArrayList<>();
    for (int executors : request.executors()) {
      Cluster cluster =
          new Cluster(
              executors, request.cores(), request.bitsPerSecond(), request.latencySeconds());
      rows.add(Result.Row.of(model, request.shape(), cluster, request.localSteps()));
    }
    List<Result.Check> checks =
        byLocal.get(true).stream()
            .filter(step -> step.layout().executors() > 0)
            .map(step -> Result.Check.of(model, step))
            .toList();
    return new Result(request, steps.size(), model.costs(), checks, rows);
  }

  private List<MeasuredStep> read() {
    Path file = Paths.of(request.from());
    byte[] bytes = WholeFiles.read(FileSystems.of(hadoop, file), file, LARGEST_FILE);
    List<MeasuredStep> steps = new ArrayList<>();
    for (JsonNode step : json(bytes).path("results")) {
      steps.add(MeasuredStep.of(step, request.from()));
    }
    return steps;
  }

  private JsonNode json(byte[] bytes) {
    try {
      return Json.parse(bytes, request.from());
    } catch (BoltzException e) {
      throw new BoltzException(
          e.exitCode(),
          e.getMessage() + "; expected the output of boltz benchmark --suite scale --json",
          e);
    }
  }
}
