package io.boltzspark.jobs.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.BenchmarkRows;
import io.boltzspark.engine.benchmark.StepBenchmark;
import io.boltzspark.engine.benchmark.StepProducts;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.benchmark.scaling.ExecutorProcesses;
import io.boltzspark.jobs.benchmark.scaling.MeasuredStep;
import io.boltzspark.jobs.benchmark.scaling.ScaleSeries;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.math.Blas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/**
 * Times steps while one quantity at a time grows. On a cluster, everything is measured on its
 * executors. With {@code local[...]}, the series of executors starts executor processes on this
 * machine.
 */
public final class ScaleBenchmarkAction {
  /**
   * The arguments of {@code boltz benchmark --suite scale}.
   *
   * @param visible visible units of every machine
   * @param series in measuring order
   * @param mostHidden the most hidden units to measure
   * @param mostRows the most training rows to measure
   * @param executors numbers of executor processes in the series of executors
   * @param seconds time given to each measurement after its warm-up
   * @param kernels description of the BLAS kernels, shown with the results
   * @param settings everything else: lanes, time-outs, the optimiser's constants
   */
  public record Request(
      int visible,
      List<ScaleSeries> series,
      int mostHidden,
      int mostRows,
      List<Integer> executors,
      double seconds,
      String kernels,
      Settings settings) {

    public Request {
      series = List.copyOf(series);
      executors = List.copyOf(executors);
      Objects.requireNonNull(kernels);
      Objects.requireNonNull(settings);
    }
  }

  /**
   * The measured steps.
   *
   * @param blas the BLAS library
   * @param kernels its kernels, and whether the processor supports faster ones
   * @param cores given to Spark on this machine
   */
  public record Result(String blas, String kernels, int cores, List<MeasuredStep> steps)
      implements ActionResult {
    private static final String MILLIS = "%.3f";

    public Result {
      steps = List.copyOf(steps);
    }

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("blas", blas);
      json.put("kernels", kernels);
      json.put("cores", cores);
      json.put("results", steps.stream().map(MeasuredStep::json).toList());
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add("PCD steps of engine rounds, " + cores + " cores; " + blas);
      lines.add("kernels: " + kernels);
      lines.add(
          "step: median; computing, driver, exchange: means; products: a step's matrix products"
              + " alone, on as many threads");
      lines.add("exchange: the rest of a step, after computing and driver");
      for (ScaleSeries series : steps.stream().map(MeasuredStep::series).distinct().toList()) {
        lines.add("");
        lines.add("series " + series.word());
        lines.addAll(
            table(steps.stream().filter(step -> step.series() == series).toList()).lines());
      }
      return lines;
    }

    private static TextTable table(List<MeasuredStep> steps) {
      TextTable table =
          new TextTable()
              .left("machine")
              .right("rows")
              .right("B")
              .right("chains")
              .right("k")
              .right("H")
              .right("exec")
              .right("tasks")
              .right("threads")
              .right("step ms", MILLIS)
              .right("products ms", MILLIS)
              .right("ratio", "%.2f")
              .right("computing", MILLIS)
              .right("driver", MILLIS)
              .right("exchange", MILLIS)
              .right("exchange MB", "%.1f");
      steps.forEach(step -> table.row(cells(step)));
      return table;
    }

    private static Object[] cells(MeasuredStep step) {
      StepShape shape = step.shape();
      MeasuredStep.Layout layout = step.layout();
      MeasuredStep.Times times = step.times();
      return new Object[] {
        shape.visible() + "-" + shape.hidden(),
        step.rows(),
        shape.batch(),
        shape.chains(),
        shape.k(),
        layout.localSteps(),
        layout.executors() == 0 ? "-" : layout.executors(),
        layout.tasks(),
        layout.threads(),
        times.step(),
        times.products(),
        times.step() / times.products(),
        times.computing(),
        times.driver(),
        times.exchange(),
        step.exchangeBytes() / 1e6
      };
    }
  }

  private static final int HIDDEN = 500;
  private static final int BATCH = 100;
  private static final int ROWS = 20_000;

  /** Steps with enough work for two executors to share. */
  private static final int LARGE_BATCH = 1000;

  private static final int LARGE_K = 10;

  /** Local steps between two exchanges. */
  private static final List<Integer> LOCAL_STEPS = List.of(4, 16, 64);

  /** Machines whose parameters are exchanged. */
  private static final List<Integer> EXCHANGED = List.of(100, 500, 1000, 2000);

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;
  private final List<MeasuredStep> steps = new ArrayList<>();

  public ScaleBenchmarkAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    for (ScaleSeries series : request.series()) {
      if (series == ScaleSeries.EXECUTORS && context.isLocal()) {
        // Without processes, to compare with.
        steps.add(measure(context, series, new Point(base(), rows())));
        request.executors().forEach(executors -> onExecutorProcesses(executors, 1));
        if (context.defaultParallelism() > 1) {
          onExecutorProcesses(1, context.defaultParallelism());
        }
      } else {
        List<Point> points = points(series);
        progress.start(series.word(), points.size());
        int done = 0;
        for (Point point : points) {
          steps.add(measure(context, series, point));
          progress.update(++done, point.label());
        }
        progress.finish("measured the series " + series.word());
      }
    }
    return new Result(
        Blas.info().summary(), request.kernels(), context.defaultParallelism(), steps);
  }

  /**
   * @param localSteps H, or 0: as configured
   */
  private record Point(StepShape shape, int rows, int localSteps) {
    Point(StepShape shape, int rows) {
      this(shape, rows, 0);
    }

    String label() {
      return shape.label() + (localSteps == 0 ? "" : ", H = " + localSteps);
    }
  }

  private int rows() {
    return Math.min(ROWS, request.mostRows());
  }

  private StepShape base() {
    int hidden = Math.min(HIDDEN, request.mostHidden());
    return new StepShape(request.visible(), hidden, BATCH, BATCH, 1);
  }

  private List<Point> points(ScaleSeries series) {
    int rows = rows();
    StepShape base = base();
    int hidden = base.hidden();
    Stream<Integer> values = series.points().stream();
    return switch (series) {
      case K -> values.map(k -> new Point(base.withK(k), rows)).toList();
      case CHAINS ->
          values
              .map(n -> new Point(new StepShape(base.visible(), hidden, BATCH, n, 1), rows))
              .toList();
      case BATCH ->
          values.map(n -> new Point(new StepShape(base.visible(), hidden, n, n, 1), rows)).toList();
      case ROWS ->
          values.filter(n -> n <= request.mostRows()).map(n -> new Point(base, n)).toList();
      case HIDDEN -> machines(values, rows);
      case EXECUTORS -> {
        StepShape large = base.times(LARGE_BATCH / BATCH);
        List<Point> all = new ArrayList<>(machines(EXCHANGED.stream(), rows));
        all.add(new Point(large, rows));
        all.add(new Point(large.withK(LARGE_K), rows));
        LOCAL_STEPS.forEach(h -> all.add(new Point(base, rows, h)));
        yield all;
      }
    };
  }

  private List<Point> machines(Stream<Integer> hidden, int rows) {
    return hidden
        .filter(n -> n <= request.mostHidden())
        .map(n -> new Point(new StepShape(request.visible(), n, BATCH, BATCH, 1), rows))
        .toList();
  }

  private MeasuredStep measure(JavaSparkContext context, ScaleSeries series, Point point) {
    StepShape shape = point.shape();
    Settings settings =
        point.localSteps() == 0
            ? request.settings()
            : request.settings().with(Map.of("learning.local-steps", point.localSteps()));
    BoltzmannConfig training = BenchmarkedTraining.of(shape, settings);
    EngineConfig engine = request.settings().engine().withKind(EngineConfig.Kind.ROUNDS);
    BenchmarkRows rows = BenchmarkRows.drawn(training.model().dimensions().get(0), point.rows());
    StepBenchmark.Timing timing =
        StepBenchmark.once(
            context,
            engine,
            BenchmarkedTraining.before(shape, request.settings()),
            training,
            rows,
            request.seconds());
    double products = productsMillis(shape, timing.threads());
    // The driver is one of them.
    int processes = context.sc().statusTracker().getExecutorInfos().length;
    int executors = context.isLocal() ? 0 : processes - 1;
    return new MeasuredStep(
        series,
        shape,
        point.rows(),
        new MeasuredStep.Layout(
            executors,
            timing.tasks(),
            timing.threads(),
            engine.lanes(),
            training.learning().localSteps()),
        new MeasuredStep.Times(
            timing.medianMillis(),
            timing.meanMillis(),
            products,
            timing.computingMillis(),
            timing.driverMillis()));
  }

  /**
   * The products of a thread's share, on as many threads, but at most as many as this machine has
   * cores.
   */
  private double productsMillis(StepShape shape, int all) {
    int threads = Math.min(all, Runtime.getRuntime().availableProcessors());
    StepShape share =
        new StepShape(
            shape.visible(),
            shape.hidden(),
            Math.max(1, shape.batch() * threads / all),
            Math.max(1, shape.chains() * threads / all),
            shape.k());
    BoltzmannConfig training = BenchmarkedTraining.of(share, request.settings());
    return StepProducts.medianMillis(training, threads, request.seconds() / 4);
  }

  private void onExecutorProcesses(int executors, int cores) {
    String name = "executor processes: %d, cores of each: %d".formatted(executors, cores);
    progress.start(name, 1);
    int lanes = Math.max(request.settings().engine().lanes(), powerOfTwoFrom(executors * cores));
    // With several one-core executors, a fixed number of tasks makes Spark wait until all have
    // started.
    int tasks = cores == 1 ? executors : 0;
    JsonNode json =
        ExecutorProcesses.run(
            BuildVersion.MAIN_CLASS,
            executors,
            cores,
            request.settings().render(),
            List.of(
                "benchmark",
                "--suite",
                "scale",
                "--series",
                ScaleSeries.EXECUTORS.word(),
                "--visible",
                Integer.toString(request.visible()),
                "--most-hidden",
                Integer.toString(request.mostHidden()),
                "--most-rows",
                Integer.toString(request.mostRows()),
                "--lanes",
                Integer.toString(lanes),
                "--set",
                "engine.tasks=" + tasks,
                "--seconds",
                Double.toString(request.seconds())));
    for (JsonNode step : json.path("results")) {
      steps.add(MeasuredStep.of(step, "the measurement on " + executors + " executor processes"));
    }
    progress.finish("measured " + name);
  }

  private static int powerOfTwoFrom(int least) {
    return Integer.highestOneBit(2 * least - 1);
  }
}
