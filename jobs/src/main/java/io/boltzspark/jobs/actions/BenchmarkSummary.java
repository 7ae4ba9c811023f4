package io.boltzspark.jobs.actions;

import io.boltzspark.engine.EngineConfig;
import io.boltzspark.engine.benchmark.StepBenchmark.Timing;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a benchmark measured.
 *
 * @param blas which BLAS multiplied
 * @param kernels what it multiplied with, and whether the processor could do better
 * @param cores that the products alone were measured on, and task slots of the engines
 * @param lanes of a step
 */
public record BenchmarkSummary(String blas, String kernels, int cores, int lanes, List<Row> rows)
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
        list.add(one);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blas", blas);
    json.put("kernels", kernels);
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
    lines.add("medians; products: a step's matrix products alone, all cores busy, same run");
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
            .right("allocated KB/step", "%.1f");
    for (Row row : rows) {
      for (EngineTime time : row.engines()) {
        double millis = time.timing().medianMillis();
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
            time.timing().allocatedBytes() / 1024);
      }
    }
    lines.addAll(table.lines());
    return lines;
  }
}
