package io.boltzspark.jobs.actions;

import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long annealing took beside its products.
 *
 * @param blas which BLAS multiplied
 * @param kernels what it multiplied with, and whether the processor could do better
 * @param cores that the products alone were measured on, and task slots
 */
public record EvaluationBenchmarkSummary(
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
    lines.add("products: a run's matrix products alone, all cores busy, timed before and after");
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
