package io.boltzspark.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.retrain.registry.Delivery;
import io.boltzspark.jobs.retrain.registry.Names;
import io.boltzspark.jobs.retrain.registry.Registry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a run found when it started; it keeps to this when it is resumed.
 *
 * @param begun start time, in UTC
 * @param spec the values of {@link RetrainSpec#deciding}
 * @param champion at the start; empty: none yet
 * @param promotions number of changes of the champion so far
 * @param consumptions number of runs that had consumed data
 * @param fresh deliveries not yet consumed
 * @param all deliveries to train on, the fresh ones included
 * @param waiting deliveries that were not complete, and why
 */
record RetrainPlan(
    String begun,
    SortedMap<String, String> spec,
    Optional<Integer> champion,
    int promotions,
    int consumptions,
    List<Delivery> fresh,
    List<Delivery> all,
    SortedMap<String, String> waiting) {
  /** A key of the specification. */
  static final String DEPTH = "data.depth";

  /** Why a run that is not {@link #isCurrent} is not resumed. */
  static final String SUPERSEDED =
      "the registry was changed while this run was unfinished; a new run will use its data";

  /** Finds new data and the state of the registry; writes nothing. */
  static RetrainPlan make(RetrainSpec spec, Registry registry, Deliveries deliveries) {
    Deliveries.Found found = deliveries.find(registry.watermark());
    RetrainPlan plan =
        new RetrainPlan(
            Instant.now().toString(),
            spec.deciding(),
            registry.promotions().champion(),
            registry.promotions().count(),
            registry.watermark().count(),
            found.fresh(),
            found.all(),
            found.waiting());
    plan.requireHeldOut(spec.preparation().heldOut());
    return plan;
  }

  private void requireHeldOut(double share) {
    double rows = 0;
    for (Delivery delivery : all) {
      rows += Math.floor(delivery.rows() * share) + delivery.testRows();
    }
    // Which rows of tables are held out is known when they have been read.
    if (!isOfTables() && !all.isEmpty() && rows < 1) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "no rows are held out to compare models on: data.held-out = %s is less than one row of every delivery, and none has test files; increase data.held-out"
              .formatted(share));
    }
  }

  long freshRows() {
    return fresh.stream().mapToLong(Delivery::rows).sum();
  }

  /** Why there is nothing to do, or empty. */
  String reasonNot(int leastRows) {
    if (fresh.isEmpty()) {
      return "there is no new delivery"
          + waiting.entrySet().stream()
              .map(one -> "; %s is not complete: %s".formatted(one.getKey(), one.getValue()))
              .collect(Collectors.joining());
    }
    return freshRows() < leastRows
        ? "%,d new rows are too few: check.least-rows = %d".formatted(freshRows(), leastRows)
        : "";
  }

  /**
   * @throws BoltzException BAD_CONFIGURATION when the run was started with another specification
   */
  void requireSame(RetrainSpec now, String runId) {
    List<String> differences = differences(now);
    if (!differences.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "the run %s was started with another specification (%s); restore it, or give another --run-id"
              .formatted(runId, String.join("; ", differences)));
    }
  }

  /** Whether all data is new, so that there is no earlier data to compare it with. */
  boolean isAllFresh() {
    return fresh.size() == all.size();
  }

  /** Whether the data is tables. */
  boolean isOfTables() {
    return all.stream().anyMatch(Delivery::isTable);
  }

  /** The version whose parameters training starts from; empty: afresh. */
  Optional<Integer> startsFrom(RetrainSpec spec) {
    return spec.training().start() == RetrainSpec.Start.CHAMPION ? champion : Optional.empty();
  }

  /** Whether the registry is unchanged since the start, except by the run itself. */
  boolean isCurrent(Registry registry, String runId) {
    int promoted = registry.promotions().isBy(runId) ? 1 : 0;
    int consumed = registry.watermark().isBy(runId) ? 1 : 0;
    return registry.promotions().count() == promotions + promoted
        && registry.watermark().count() == consumptions + consumed;
  }

  /** The keys in which a specification differs from that at the start, with their values. */
  List<String> differences(RetrainSpec now) {
    SortedMap<String, String> other = now.deciding();
    List<String> keys = new ArrayList<>();
    other.forEach(
        (key, value) -> {
          if (!value.equals(spec.get(key))) {
            keys.add("%s = %s, before %s".formatted(key, value, spec.get(key)));
          }
        });
    return keys;
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("begun", begun);
    json.put("champion", champion.map(Names::ofVersion).orElse(null));
    json.put("promotions", promotions);
    json.put("consumptions", consumptions);
    json.put("new", fresh.stream().map(Delivery::json).toList());
    json.put("all", all.stream().map(Delivery::json).toList());
    json.put("waiting", waiting);
    json.put("spec", spec);
    return json;
  }

  static RetrainPlan read(JsonNode json) {
    SortedMap<String, String> spec = new TreeMap<>();
    json.path("spec").properties().forEach(e -> spec.put(e.getKey(), e.getValue().asText()));
    spec.putIfAbsent(DEPTH, "1"); // earlier runs did not know it
    SortedMap<String, String> waiting = new TreeMap<>();
    json.path("waiting").properties().forEach(e -> waiting.put(e.getKey(), e.getValue().asText()));
    return new RetrainPlan(
        json.path("begun").asText(),
        spec,
        Names.version(json.path("champion")),
        json.path("promotions").asInt(),
        json.path("consumptions").asInt(),
        deliveries(json.path("new")),
        deliveries(json.path("all")),
        waiting);
  }

  private static List<Delivery> deliveries(JsonNode array) {
    List<Delivery> deliveries = new ArrayList<>();
    array.forEach(json -> deliveries.add(Delivery.read(json)));
    return List.copyOf(deliveries);
  }
}
