package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The consumed data: an entry for each run that trained, with its new deliveries and a summary of
 * all its data.
 */
public final class Watermark {
  private final Journal journal;

  Watermark(Journal journal) {
    this.journal = journal;
  }

  /** The number of runs that have consumed data. */
  public int count() {
    return journal.size();
  }

  /** All consumed deliveries. */
  public Set<String> names() {
    return deliveries().keySet();
  }

  /** A delivery as it was when consumed. */
  public Optional<Delivery> delivery(String name) {
    return Optional.ofNullable(deliveries().get(name));
  }

  /** The data of the last training. */
  public Optional<DataSummary> current() {
    List<ObjectNode> entries = journal.entries();
    return entries.isEmpty()
        ? Optional.empty()
        : Optional.of(DataSummary.read(entries.get(entries.size() - 1).path("data")));
  }

  /** Whether a run has recorded what it consumed. */
  public boolean isBy(String runId) {
    return journal.isBy(runId);
  }

  public void append(String runId, List<Delivery> fresh, DataSummary data) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("run_id", runId);
    entry.put("at", Instant.now().toString());
    entry.put("deliveries", fresh.stream().map(Delivery::json).toList());
    entry.put("data", data.json());
    journal.append(entry);
  }

  private Map<String, Delivery> deliveries() {
    Map<String, Delivery> consumed = new LinkedHashMap<>();
    for (ObjectNode entry : journal.entries()) {
      for (JsonNode json : entry.path("deliveries")) {
        Delivery delivery = Delivery.read(json);
        consumed.put(delivery.name(), delivery);
      }
    }
    return consumed;
  }
}
