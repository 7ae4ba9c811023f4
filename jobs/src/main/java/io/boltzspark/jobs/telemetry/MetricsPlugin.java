package io.boltzspark.jobs.telemetry;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.boltzspark.engine.TaskWork;
import java.util.Map;
import org.apache.spark.api.plugin.DriverPlugin;
import org.apache.spark.api.plugin.ExecutorPlugin;
import org.apache.spark.api.plugin.PluginContext;
import org.apache.spark.api.plugin.SparkPlugin;

/**
 * Adds the project's metrics to Spark's, on the driver and on executors. Every session that the
 * program opens has it in {@code spark.plugins}. The package page lists them.
 */
public final class MetricsPlugin implements SparkPlugin {

  @Override
  public DriverPlugin driverPlugin() {
    return new DriverPlugin() {
      @Override
      public void registerMetrics(String application, PluginContext context) {
        TrainingMetrics.ofThisProcess().registerIn(context.metricRegistry());
      }
    };
  }

  @Override
  public ExecutorPlugin executorPlugin() {
    return new ExecutorPlugin() {
      @Override
      public void init(PluginContext context, Map<String, String> unused) {
        MetricRegistry registry = context.metricRegistry();
        registry.register("task_steps", (Gauge<Long>) TaskWork::steps);
        registry.register("task_computing_seconds", (Gauge<Double>) TaskWork::seconds);
      }
    };
  }
}
