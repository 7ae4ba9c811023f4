package io.boltzspark.jobs.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.BenchmarkRows;
import io.boltzspark.engine.benchmark.ChainShares;
import io.boltzspark.engine.benchmark.StepBenchmark;
import io.boltzspark.engine.benchmark.StepBenchmark.Timing;
import io.boltzspark.engine.benchmark.StepProducts;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.math.Blas;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Times training steps beside the matrix products they consist of. */
public final class BenchmarkAction {
  /**
   * The arguments of {@code boltz benchmark}. Every combination of the lists is one row of its
   * table.
   *
   * @param visible visible units, with drawn digits
   * @param data directory of binary data; empty for drawn digits
   * @param hidden numbers of hidden units
   * @param batchSizes rows per minibatch
   * @param k Gibbs sweeps per step
   * @param engines engines to time
   * @param seconds time given to each measurement after its warm-up
   * @param kernels description of the BLAS kernels, shown with the results
   * @param settings all other settings: lanes, time-outs, the optimiser's constants
   */
  public record Request(
      int visible,
      Optional<String> data,
      List<Integer> hidden,
      List<Integer> batchSizes,
      List<Integer> k,
      List<EngineConfig.Kind> engines,
      double seconds,
      String kernels,
      Settings settings) {

    public Request {
      hidden = List.copyOf(hidden);
      batchSizes = List.copyOf(batchSizes);
      k = List.copyOf(k);
      engines = List.copyOf(engines);
      Objects.requireNonNull(kernels);
      Objects.requireNonNull(settings);
    }

    /**
     * The steps to time, with as many chains as a minibatch has rows.
     *
     * @param units values of a row
     */
    List<StepShape> shapes(int units) {
      List<StepShape> shapes = new ArrayList<>();
      for (int machine : hidden) {
        for (int rows : batchSizes) {
          k.forEach(sweeps -> shapes.add(new StepShape(units, machine, rows, rows, sweeps)));
        }
      }
      return shapes;
    }
  }

  /**
   * The measurements.
   *
   * @param blas the BLAS library
   * @param kernels its kernels, and whether the processor supports faster ones
   * @param data what the machines are trained on
   * @param cores used for the products alone; also the engines' task slots
   * @param lanes per step
   */
  public record Result(
      String blas, String kernels, String data, int cores, int lanes, List<Row> rows)
      implements ActionResult {

    /**
     * One setting.
     *
     * @param productsMillis median time of a step's matrix products alone
     */
    public record Row(
        int visible,
        int hidden,
        int batchSize,
        int k,
        double productsMillis,
        List<EngineTime> engines) {}

    /** One engine at that setting. */
    public record EngineTime(EngineConfig.Kind engine, Timing timing) {}

    @Override
    public Map<String, Object> json() {
      List<Map<String, Object>> list = new ArrayList<>();
      for (Row row : rows) {
        for (EngineTime time : row.engines()) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("visible", row.visible());
          one.put("hidden", row.hidden());
          one.put("batch_size", row.batchSize());
          one.put("k", row.k());
          one.put("engine", time.engine().name().toLowerCase(Locale.ROOT));
          one.put("step_ms", time.timing().medianMillis());
          one.put("products_ms", row.productsMillis());
          one.put("ratio", time.timing().medianMillis() / row.productsMillis());
          one.put("steps_per_second", 1000 / time.timing().medianMillis());
          one.put("samples_per_second", 1000 * row.batchSize() / time.timing().medianMillis());
          one.put("allocated_bytes_per_step", time.timing().allocatedBytes());
          one.put("steps_timed", time.timing().steps());
          one.put("tasks", time.timing().tasks());
          one.put("rows_on", time.timing().rowsOn());
          one.put("visible_on", time.timing().chains().visibleOn());
          one.put("hidden_on", time.timing().chains().hiddenOn());
          one.put("visible_flips", time.timing().chains().visibleFlips());
          one.put("hidden_flips", time.timing().chains().hiddenFlips());
          list.add(one);
        }
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("blas", blas);
      json.put("kernels", kernels);
      json.put("data", data);
      json.put("cores", cores);
      json.put("lanes", lanes);
      json.put("results", list);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add("PCD steps, " + cores + " cores, " + lanes + " lanes; " + blas);
      lines.add("kernels: " + kernels);
      lines.add(
          "medians; products: a step's dense matrix products alone, on all cores, in the same run");
      lines.add("after 1,200 steps of training with B = 100 and k = 1 on " + data);
      lines.add("");
      TextTable table =
          new TextTable()
              .left("machine")
              .right("B")
              .right("k")
              .left("engine")
              .right("step ms", "%.3f")
              .right("products ms", "%.3f")
              .right("ratio", "%.2f")
              .right("steps/s", "%.0f")
              .right("samples/s", "%.0f")
              .right("allocated KB/step", "%.1f")
              .left("on % rows, v, h")
              .left("flips % v, h");
      for (Row row : rows) {
        for (EngineTime time : row.engines()) {
          double millis = time.timing().medianMillis();
          ChainShares chains = time.timing().chains();
          table.row(
              row.visible() + "-" + row.hidden(),
              row.batchSize(),
              row.k(),
              time.engine().name().toLowerCase(Locale.ROOT),
              millis,
              row.productsMillis(),
              millis / row.productsMillis(),
              1000 / millis,
              1000 * row.batchSize() / millis,
              time.timing().allocatedBytes() / 1024,
              percent(time.timing().rowsOn(), chains.visibleOn(), chains.hiddenOn()),
              percent(chains.visibleFlips(), chains.hiddenFlips()));
        }
      }
      lines.addAll(table.lines());
      return lines;
    }

    private static String percent(double... shares) {
      return Arrays.stream(shares)
          .mapToObj(share -> "%.0f".formatted(100 * share))
          .collect(Collectors.joining(" "));
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public BenchmarkAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    BenchmarkRows data = BenchmarkedRows.of(spark, request.data(), request.visible());
    int cores = context.defaultParallelism();
    List<Result.Row> rows = new ArrayList<>();
    List<StepShape> shapes = request.shapes(data.units());
    progress.start("benchmark", shapes.size());
    for (StepShape shape : shapes) {
      BoltzmannConfig training = BenchmarkedTraining.of(shape, request.settings());
      BoltzmannConfig earlier = BenchmarkedTraining.before(shape, request.settings());
      double share = request.seconds() / 4;
      double before = StepProducts.medianMillis(training, cores, share);
      List<Result.EngineTime> times = new ArrayList<>();
      for (EngineConfig.Kind kind : request.engines()) {
        EngineConfig engine = request.settings().engine().withKind(kind);
        times.add(
            new Result.EngineTime(
                kind,
                StepBenchmark.once(context, engine, earlier, training, data, request.seconds())));
      }
      double after = StepProducts.medianMillis(training, cores, share);
      double products = (before + after) / 2;
      rows.add(
          new Result.Row(
              shape.visible(),
              shape.hidden(),
              shape.batch(),
              shape.k(),
              products,
              List.copyOf(times)));
      progress.update(rows.size(), shape.label());
    }
    progress.finish("measured " + rows.size() + " settings");
    return new Result(
        Blas.info().summary(),
        request.kernels(),
        data.title(),
        cores,
        request.settings().engine().lanes(),
        rows);
  }
}
