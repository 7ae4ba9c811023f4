package io.boltzspark.jobs.benchmark;

import io.boltzspark.boltzmann.TrainingConfig;
import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.StepBenchmark;
import io.boltzspark.engine.benchmark.StepProducts;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Blas;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Times training steps beside the matrix products they consist of. */
public final class BenchmarkAction {
  private static final int ROWS = 20_000;

  private final SparkSession spark;
  private final BenchmarkRequest request;
  private final Progress progress;

  public BenchmarkAction(SparkSession spark, BenchmarkRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  public BenchmarkSummary execute() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    StepBenchmark steps = new StepBenchmark(context);
    int cores = context.defaultParallelism();
    List<BenchmarkSummary.Row> rows = new ArrayList<>();
    int total = request.hidden().size() * request.batchSizes().size() * request.k().size();
    progress.start("benchmark", total);
    for (int hidden : request.hidden()) {
      for (int batchSize : request.batchSizes()) {
        for (int k : request.k()) {
          StepShape shape = new StepShape(request.visible(), hidden, batchSize, batchSize, k);
          TrainingConfig training = BenchmarkedTraining.of(shape, request.settings());
          double share = request.seconds() / 4;
          double before = StepProducts.medianMillis(training, cores, share);
          List<BenchmarkSummary.EngineTime> times = new ArrayList<>();
          for (EngineConfig.Kind kind : request.engines()) {
            times.add(time(steps, kind, training));
          }
          double after = StepProducts.medianMillis(training, cores, share);
          double products = (before + after) / 2;
          rows.add(
              new BenchmarkSummary.Row(
                  request.visible(), hidden, batchSize, k, products, List.copyOf(times)));
          progress.update(rows.size(), request.visible() + "-" + hidden + ", B = " + batchSize);
        }
      }
    }
    progress.finish("measured " + rows.size() + " settings");
    return new BenchmarkSummary(
        Blas.info().summary(), request.kernels(), cores, request.settings().engine().lanes(), rows);
  }

  private BenchmarkSummary.EngineTime time(
      StepBenchmark steps, EngineConfig.Kind kind, TrainingConfig training) {
    EngineConfig engine = request.settings().engine().withKind(kind);
    StepBenchmark.Timing timing = steps.measure(engine, training, ROWS, request.seconds());
    return new BenchmarkSummary.EngineTime(kind, timing);
  }
}
