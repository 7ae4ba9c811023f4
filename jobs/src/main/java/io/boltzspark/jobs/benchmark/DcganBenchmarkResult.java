package io.boltzspark.jobs.benchmark;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code boltz benchmark --suite dcgan} measured.
 *
 * @param blas the BLAS library
 * @param kernels its kernels, and whether the processor supports faster ones
 * @param cores threads of each implementation
 * @param lanes per step
 * @param batchSize real images of a step, and as many generated ones
 * @param multiplications that a step needs
 * @param step our training step; milliseconds here and below
 * @param products as many multiplications in plain matrix products
 * @param productShare share of matrix products in the time that lanes take
 * @param peer name of the other library; empty: not measured
 * @param ways its step, computed in different ways; the fastest one counts
 * @param memory of this process before the other library is loaded
 */
record DcganBenchmarkResult(
    String blas,
    String kernels,
    int cores,
    int lanes,
    int batchSize,
    long multiplications,
    Timed step,
    Timed products,
    double productShare,
    Optional<String> peer,
    List<Timed> ways,
    Memory memory)
    implements ActionResult {

  /** Shown if there is nothing to compare with. */
  static final String NO_PEER =
      "libtorch was not measured: add --peer libtorch, for which boltz fetches 110 MB with Maven";

  /** Memory after a warm-up and after so many further steps. */
  record Memory(ProcessMemory before, int steps, ProcessMemory after) {}

  private Optional<Timed> fastest() {
    return ways.stream().min(Comparator.comparingDouble(Timed::median));
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blas", blas);
    json.put("kernels", kernels);
    json.put("cores", cores);
    json.put("lanes", lanes);
    json.put("batch_size", batchSize);
    json.put("multiplications", multiplications);
    json.put("turns", step.times().length);
    json.put("step_ms", step.median());
    json.put("least_step_ms", step.least());
    json.put("products_ms", products.median());
    json.put("least_products_ms", products.least());
    json.put("products_ratio", step.ratioTo(products));
    json.put("product_share", productShare);
    json.put("peer", peer.orElse(null));
    List<Map<String, Object>> list = new ArrayList<>();
    for (Timed way : ways) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("way", way.name());
      one.put("step_ms", way.median());
      one.put("least_step_ms", way.least());
      one.put("ratio", step.ratioTo(way));
      list.add(one);
    }
    json.put("peer_ways", list);
    json.put("peer_ratio", fastest().map(step::ratioTo).orElse(null));
    json.put("memory_before", memory.before().json());
    json.put("memory_steps", memory.steps());
    json.put("memory_after", memory.after().json());
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "training steps of a DCGAN, B = %d, %d cores, %d lanes; %s",
            batchSize,
            cores,
            lanes,
            blas));
    lines.add("kernels: " + kernels);
    lines.add(
        String.format(
            Locale.ROOT,
            "medians of %d turns; products: the %.1f thousand million multiplications of a step as"
                + " plain matrix products, on all cores; ratio: our step to this",
            step.times().length,
            multiplications / 1e9));
    lines.add("");
    TextTable table =
        new TextTable()
            .left("")
            .right("step ms", "%.1f")
            .right("least ms", "%.1f")
            .right("ratio", "%.2f");
    table.row(step.name(), step.median(), step.least(), 1.0);
    table.row(products.name(), products.median(), products.least(), step.ratioTo(products));
    for (Timed way : ways) {
      String name = peer.orElseThrow() + ", " + way.name();
      table.row(name, way.median(), way.least(), step.ratioTo(way));
    }
    lines.addAll(table.lines());
    lines.add("");
    lines.add(
        String.format(Locale.ROOT, "lanes: %.0f%% of the time in products", 100 * productShare));
    lines.add("memory after the warm-up: " + memory.before());
    lines.add("memory after " + memory.steps() + " further steps: " + memory.after());
    if (peer.isEmpty()) {
      lines.add(NO_PEER);
    }
    return lines;
  }
}
