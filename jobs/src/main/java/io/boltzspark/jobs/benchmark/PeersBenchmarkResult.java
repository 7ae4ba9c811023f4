package io.boltzspark.jobs.benchmark;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.benchmark.peers.MissingPeer;
import io.boltzspark.jobs.benchmark.peers.Peer;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code boltz benchmark --suite peers} measured.
 *
 * @param blas our BLAS library
 * @param kernels its kernels, and whether the processor supports faster ones
 * @param data what machines are trained on
 * @param cores threads of each implementation
 * @param lanes of our steps
 * @param turns number of turns
 * @param python version of Python
 * @param peers the libraries that were there
 * @param missing the libraries that were not there
 * @param settings in the order of the request
 */
record PeersBenchmarkResult(
    String blas,
    String kernels,
    String data,
    int cores,
    int lanes,
    int turns,
    String python,
    List<Peer> peers,
    List<MissingPeer> missing,
    List<Setting> settings)
    implements ActionResult {

  /**
   * One machine with one kind of step.
   *
   * @param ours microseconds a row of each turn; empty if nothing can be compared with them
   * @param theirs the same of each library that was timed
   * @param leftOut the others
   */
  record Setting(
      StepShape shape, Optional<Timed> ours, List<Timed> theirs, List<LeftOut> leftOut) {}

  /**
   * A library that is there, but cannot make such steps.
   *
   * @param peer its name
   * @param reason why
   */
  record LeftOut(String peer, String reason) {}

  /**
   * How many times faster ours is.
   *
   * @param ratio of the medians
   * @param least the smallest ratio within a turn
   * @param most the largest
   */
  private record Faster(double ratio, double least, double most) {
    static Faster of(Timed theirs, Timed ours) {
      double[] ratios = theirs.ratiosTo(ours);
      Arrays.sort(ratios);
      return new Faster(theirs.median() / ours.median(), ratios[0], ratios[ratios.length - 1]);
    }
  }

  private Peer peer(Timed theirs) {
    return peers.stream().filter(p -> p.name().equals(theirs.name())).findFirst().orElseThrow();
  }

  @Override
  public Map<String, Object> json() {
    List<Map<String, Object>> results = new ArrayList<>();
    List<Map<String, Object>> leftOut = new ArrayList<>();
    for (Setting setting : settings) {
      for (Timed theirs : setting.theirs()) {
        results.add(json(setting.shape(), setting.ours().orElseThrow(), theirs));
      }
      for (LeftOut out : setting.leftOut()) {
        Map<String, Object> one = json(setting.shape(), out.peer());
        one.put("reason", out.reason());
        leftOut.add(one);
      }
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("blas", blas);
    json.put("kernels", kernels);
    json.put("data", data);
    json.put("cores", cores);
    json.put("lanes", lanes);
    json.put("turns", turns);
    json.put("python", python);
    json.put("peers", peers.stream().map(PeersBenchmarkResult::json).toList());
    json.put("missing", missing.stream().map(PeersBenchmarkResult::json).toList());
    json.put("results", results);
    json.put("left_out", leftOut);
    return json;
  }

  private static Map<String, Object> json(Peer peer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", peer.name());
    json.put("version", peer.version());
    json.put("blas", peer.blas());
    json.put("slow", peer.slow().orElse(null));
    json.put("threads", peer.threads());
    return json;
  }

  private static Map<String, Object> json(MissingPeer peer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", peer.name());
    json.put("reason", peer.reason());
    json.put("install", peer.install());
    return json;
  }

  private static Map<String, Object> json(StepShape shape, String peer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("visible", shape.visible());
    json.put("hidden", shape.hidden());
    json.put("batch_size", shape.batch());
    json.put("k", shape.k());
    json.put("peer", peer);
    return json;
  }

  private Map<String, Object> json(StepShape shape, Timed ours, Timed theirs) {
    Map<String, Object> json = json(shape, theirs.name());
    json.put("version", peer(theirs).version());
    json.put("our_us_per_row", ours.median());
    json.put("their_us_per_row", theirs.median());
    Faster faster = Faster.of(theirs, ours);
    json.put("ratio", faster.ratio());
    json.put("least_ratio", faster.least());
    json.put("most_ratio", faster.most());
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add("PCD steps beside those of other libraries, " + cores + " cores, on " + data);
    lines.add("BoltzSpark: " + lanes + " lanes; " + blas);
    lines.add("kernels: " + kernels);
    for (Peer peer : peers) {
      String slow = peer.slow().map(reason -> ", " + reason).orElse("");
      lines.add(peer.label() + ": " + peer.threads() + " threads; " + peer.blas() + slow);
    }
    missing.forEach(peer -> lines.add("not there: " + peer.label()));
    lines.add(
        "microseconds a row, medians of "
            + turns
            + " turns; faster: theirs divided by ours, and the least and most of a turn");
    lines.add("");
    lines.addAll(table().lines());
    List<String> out = new ArrayList<>();
    for (Setting setting : settings) {
      for (LeftOut left : setting.leftOut()) {
        out.add(
            "left out: %s at %s: %s"
                .formatted(left.peer(), setting.shape().label(), left.reason()));
      }
    }
    if (!out.isEmpty()) {
      lines.add("");
      lines.addAll(out);
    }
    return lines;
  }

  private TextTable table() {
    TextTable table =
        new TextTable()
            .left("machine")
            .right("B")
            .right("k")
            .left("library")
            .right("theirs", "%.2f")
            .right("ours", "%.2f")
            .right("faster", "%.2f")
            .right("least", "%.2f")
            .right("most", "%.2f");
    for (Setting setting : settings) {
      StepShape shape = setting.shape();
      for (Timed theirs : setting.theirs()) {
        Timed ours = setting.ours().orElseThrow();
        Faster faster = Faster.of(theirs, ours);
        table.row(
            shape.visible() + "-" + shape.hidden(),
            shape.batch(),
            shape.k(),
            theirs.name(),
            theirs.median(),
            ours.median(),
            faster.ratio(),
            faster.least(),
            faster.most());
      }
    }
    return table;
  }
}
