package io.boltzspark.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.report.ReportedRun;
import io.boltzspark.jobs.report.Section;
import io.boltzspark.jobs.report.charts.Html;
import java.util.List;
import java.util.Map;

/** The outcome of a retraining and its reason, from the record. */
final class RetrainSection implements Section {
  private final JsonNode record;

  RetrainSection(JsonNode record) {
    this.record = record;
  }

  @Override
  public String title() {
    return "Outcome";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    html.element("p", record.path("message").asText());
    html.table(List.of("", "value"));
    for (Map.Entry<String, String> fact : new RecordText(record).facts().entrySet()) {
      html.row(fact.getKey(), List.of(fact.getValue()));
    }
    html.endTable();
    JsonNode deliveries = record.path("stages").path("find").path("all");
    if (!deliveries.isEmpty()) {
      html.element("h3", "Deliveries");
      html.table(List.of("", "new", "rows", "test rows"));
      for (JsonNode delivery : deliveries) {
        html.row(
            delivery.path("name").asText(),
            List.of(
                isNew(delivery) ? "yes" : "no",
                "%,d".formatted(delivery.path("rows").asLong()),
                "%,d".formatted(delivery.path("test_rows").asLong())));
      }
      html.endTable();
    }
  }

  private boolean isNew(JsonNode delivery) {
    for (JsonNode fresh : record.path("stages").path("find").path("new")) {
      if (fresh.path("name").equals(delivery.path("name"))) {
        return true;
      }
    }
    return false;
  }
}
