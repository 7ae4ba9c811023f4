package io.boltzspark.jobs.actions;

import io.boltzspark.jobs.scaling.MeasuredStep;
import io.boltzspark.jobs.scaling.ScaleSeries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
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
    ScaleSeries before = null;
    for (MeasuredStep step : steps) {
      if (step.series() != before) {
        lines.add("");
        lines.add("series " + step.series().word());
        lines.add(
            "machine       rows     B chains   k  exec tasks threads   step ms  products ms  ratio"
                + "  computing   driver  exchange  exchange MB");
        before = step.series();
      }
      lines.add(line(step));
    }
    return lines;
  }

  private static String line(MeasuredStep step) {
    return String.format(
        Locale.ROOT,
        "%-9s %8d %5d %6d %3d %5s %5d %7d %9.3f %12.3f %6.2f %10.3f %8.3f %9.3f %12.1f",
        step.shape().visible() + "-" + step.shape().hidden(),
        step.rows(),
        step.shape().batch(),
        step.shape().chains(),
        step.shape().k(),
        step.layout().executors() == 0 ? "-" : Integer.toString(step.layout().executors()),
        step.layout().tasks(),
        step.layout().threads(),
        step.times().step(),
        step.times().products(),
        step.times().step() / step.times().products(),
        step.times().computing(),
        step.times().driver(),
        step.times().exchange(),
        step.exchangeBytes() / 1e6);
  }
}
