package io.boltzspark.jobs.actions;

import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.scaling.MeasuredStep;
import io.boltzspark.jobs.scaling.ScaleSeries;
import io.boltzspark.jobs.scaling.StepShape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How steps grow; all of it measured.
 *
 * @param blas which BLAS multiplied
 * @param kernels what it multiplied with, and whether the processor could do better
 * @param cores of this machine that Spark was given
 */
public record ScaleBenchmarkSummary(
    String blas, String kernels, int cores, List<MeasuredStep> steps) implements ActionResult {
  private static final String MILLIS = "%.3f";

  public ScaleBenchmarkSummary {
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
    lines.add("exchange: what is left of a step when tasks and driver have computed");
    for (ScaleSeries series : steps.stream().map(MeasuredStep::series).distinct().toList()) {
      lines.add("");
      lines.add("series " + series.word());
      lines.addAll(table(steps.stream().filter(step -> step.series() == series).toList()).lines());
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
