package io.boltzspark.jobs.benchmark;

import io.boltzspark.engine.benchmark.AnnealingBenchmark;
import io.boltzspark.engine.inference.EvaluationJob;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Blas;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Times the estimate of log Z, in both directions, beside the products it consists of. */
public final class EvaluationBenchmarkAction {
  private final SparkSession spark;
  private final EvaluationBenchmarkRequest request;
  private final Progress progress;

  public EvaluationBenchmarkAction(
      SparkSession spark, EvaluationBenchmarkRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public EvaluationBenchmarkSummary execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    int cores = context.defaultParallelism();
    int chains = request.chains();
    int temperatures = request.temperatures();
    List<EvaluationBenchmarkSummary.Row> rows = new ArrayList<>();
    for (int hidden : request.hidden()) {
      String machine = request.visible() + "-" + hidden;
      AnnealingBenchmark benchmark = new AnnealingBenchmark(context, request.visible(), hidden);
      double before = benchmark.productsMillis(chains, cores, request.seconds());
      double forward = benchmark.forwardSeconds(chains, temperatures, shown(machine + " forward"));
      double between = benchmark.productsMillis(chains, cores, request.seconds());
      double reverse = benchmark.reverseSeconds(chains, temperatures, shown(machine + " reverse"));
      double after = benchmark.productsMillis(chains, cores, request.seconds());
      double products = (before + between + after) / 3 * temperatures / 1000;
      rows.add(
          new EvaluationBenchmarkSummary.Row(
              request.visible(), hidden, products, forward, reverse));
      progress.finish("measured " + machine);
    }
    return new EvaluationBenchmarkSummary(
        Blas.info().summary(), request.kernels(), cores, chains, temperatures, rows);
  }

  /** Each run begins with a short one that warms up. */
  private EvaluationJob.Listener shown(String what) {
    return (done, total) -> {
      if (done == 0) {
        progress.start(what, total);
      }
      progress.update(done, "");
    };
  }
}
