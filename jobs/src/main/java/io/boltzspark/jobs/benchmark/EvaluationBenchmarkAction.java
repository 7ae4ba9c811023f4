package io.boltzspark.jobs.benchmark;

import io.boltzspark.engine.benchmark.AnnealingBenchmark;
import io.boltzspark.engine.inference.EvaluationJob;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.math.Blas;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Times the estimate of log Z in both directions, and the matrix products that it consists of. */
public final class EvaluationBenchmarkAction {
  /**
   * The arguments of {@code boltz benchmark --suite evaluation}. Each number of hidden units is one
   * row of its table.
   *
   * @param visible visible units
   * @param hidden numbers of hidden units
   * @param chains of each run
   * @param temperatures of each run
   * @param seconds given to each timing of the products
   * @param kernels description of the BLAS kernels, shown with the results
   */
  public record Request(
      int visible,
      List<Integer> hidden,
      int chains,
      int temperatures,
      double seconds,
      String kernels) {

    public Request {
      hidden = List.copyOf(hidden);
    }
  }

  /**
   * The durations of annealing and of its matrix products.
   *
   * @param blas the BLAS library
   * @param kernels its kernels, and whether the processor supports faster ones
   * @param cores used for the products alone; also the task slots
   */
  public record Result(
      String blas, String kernels, int cores, int chains, int temperatures, List<Row> rows)
      implements ActionResult {

    /**
     * One machine.
     *
     * @param productsSeconds time of all products of a run, alone
     * @param forwardSeconds time of a run towards the machine
     * @param reverseSeconds time of a run away from it
     */
    public record Row(
        int visible,
        int hidden,
        double productsSeconds,
        double forwardSeconds,
        double reverseSeconds) {}

    @Override
    public Map<String, Object> json() {
      List<Map<String, Object>> list = new ArrayList<>();
      for (Row row : rows) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("visible", row.visible());
        one.put("hidden", row.hidden());
        one.put("products_seconds", row.productsSeconds());
        one.put("forward_seconds", row.forwardSeconds());
        one.put("forward_ratio", row.forwardSeconds() / row.productsSeconds());
        one.put("reverse_seconds", row.reverseSeconds());
        one.put("reverse_ratio", row.reverseSeconds() / row.productsSeconds());
        list.add(one);
      }
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("blas", blas);
      json.put("kernels", kernels);
      json.put("cores", cores);
      json.put("chains", chains);
      json.put("temperatures", temperatures);
      json.put("results", list);
      return json;
    }

    @Override
    public List<String> summary() {
      List<String> lines = new ArrayList<>();
      lines.add(
          String.format(
              Locale.ROOT,
              "annealed importance sampling, %,d chains, %,d temperatures, %d cores; %s",
              chains,
              temperatures,
              cores,
              blas));
      lines.add("kernels: " + kernels);
      lines.add("products: a run's matrix products alone, on all cores, timed before and after");
      lines.add("");
      TextTable table =
          new TextTable()
              .left("machine")
              .right("products s", "%.1f")
              .right("forward s", "%.1f")
              .right("ratio", "%.2f")
              .right("reverse s", "%.1f")
              .right("ratio", "%.2f");
      for (Row row : rows) {
        table.row(
            row.visible() + "-" + row.hidden(),
            row.productsSeconds(),
            row.forwardSeconds(),
            row.forwardSeconds() / row.productsSeconds(),
            row.reverseSeconds(),
            row.reverseSeconds() / row.productsSeconds());
      }
      lines.addAll(table.lines());
      return lines;
    }
  }

  private final SparkSession spark;
  private final Request request;
  private final Progress progress;

  public EvaluationBenchmarkAction(SparkSession spark, Request request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public Result execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int cores = context.defaultParallelism();
    int chains = request.chains();
    int temperatures = request.temperatures();
    List<Result.Row> rows = new ArrayList<>();
    for (int hidden : request.hidden()) {
      String machine = request.visible() + "-" + hidden;
      AnnealingBenchmark benchmark = new AnnealingBenchmark(context, request.visible(), hidden);
      double before = benchmark.productsMillis(chains, cores, request.seconds());
      double forward = benchmark.forwardSeconds(chains, temperatures, shown(machine + " forward"));
      double between = benchmark.productsMillis(chains, cores, request.seconds());
      double reverse = benchmark.reverseSeconds(chains, temperatures, shown(machine + " reverse"));
      double after = benchmark.productsMillis(chains, cores, request.seconds());
      double products = (before + between + after) / 3 * temperatures / 1000;
      rows.add(new Result.Row(request.visible(), hidden, products, forward, reverse));
      progress.finish("measured " + machine);
    }
    return new Result(Blas.info().summary(), request.kernels(), cores, chains, temperatures, rows);
  }

  /** Each run begins with a short warm-up run. */
  private EvaluationJob.Listener shown(String what) {
    return (done, total) -> {
      if (done == 0) {
        progress.start(what, total);
      }
      progress.update(done, "");
    };
  }
}
