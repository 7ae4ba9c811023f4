package io.boltzspark.jobs.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.retrain.registry.Bracket;
import io.boltzspark.jobs.retrain.registry.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A run's record as text; omits stages that were not reached. */
final class RecordText {
  private final JsonNode record;

  RecordText(JsonNode record) {
    this.record = record;
  }

  /** Names and values, in display order. */
  Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    JsonNode stages = record.path("stages");
    facts.put("outcome", record.path("outcome").asText());
    facts.put("champion", record.path("champion").asText("none"));
    JsonNode found = stages.path("find");
    if (!found.isMissingNode()) {
      facts.put(
          "new data",
          "%s, %,d rows".formatted(deliveries(found.path("new").size()), rows(found.path("new"))));
    }
    JsonNode checked = stages.path("check");
    if (!checked.isMissingNode()) {
      facts.put("drift", drift(checked));
    }
    JsonNode prepared = stages.path("prepare");
    if (!prepared.isMissingNode()) {
      facts.put(
          "trained on",
          "%,d rows of %s, %,d held out"
              .formatted(
                  prepared.path("rows").asLong(),
                  deliveries(found.path("all").size()),
                  prepared.path("held_out").asLong()));
    }
    JsonNode trained = stages.path("train");
    if (!trained.isMissingNode()) {
      facts.put("started from", trained.path("started_from").asText("afresh"));
      facts.put("model", trained.path("model_sha256").asText());
    }
    JsonNode evaluated = stages.path("evaluate");
    if (!evaluated.isMissingNode()) {
      Bracket challenger = Bracket.read(evaluated.path("challenger"));
      facts.put(
          "challenger",
          "%s (%,d held-out rows)".formatted(challenger.textWithUnit(), challenger.rows()));
      if (evaluated.path("champion").isObject()) {
        facts.put(
            "champion before",
            "%s, %s (the same rows)"
                .formatted(
                    found.path("champion").asText(),
                    Bracket.read(evaluated.path("champion")).textWithUnit()));
      }
    }
    if (!record.path("deleted_versions").isEmpty()) {
      List<String> deleted = new ArrayList<>();
      record.path("deleted_versions").forEach(name -> deleted.add(name.asText()));
      facts.put("deleted versions", String.join(", ", deleted));
    }
    facts.put("begun", record.path("begun").asText());
    facts.put("ended", record.path("ended").asText());
    facts.put("seconds", seconds(stages));
    return facts;
  }

  /** Seconds per stage; for a resumed stage, those of the attempt that completed it. */
  private static String seconds(JsonNode stages) {
    List<String> parts = new ArrayList<>();
    for (Stage stage : Stage.values()) {
      JsonNode done = stages.path(stage.word());
      if (!done.isMissingNode()) {
        parts.add(
            String.format(
                Locale.ROOT,
                "%s %.1f%s",
                stage.word(),
                done.path("seconds").asDouble(),
                done.path("resumed").asBoolean() ? " (resumed)" : ""));
      }
    }
    return String.join(", ", parts);
  }

  /** {@code 1 delivery}, {@code 2 deliveries}. */
  static String deliveries(int count) {
    return count + (count == 1 ? " delivery" : " deliveries");
  }

  private static String drift(JsonNode checked) {
    return checked.path("drift").isNumber()
        ? String.format(
            Locale.ROOT,
            "%.3f standard deviations of a unit (check.drift = %s)",
            checked.path("drift").asDouble(),
            checked.path("allowed").asText())
        : "no earlier data to compare with";
  }

  private static long rows(JsonNode deliveries) {
    long rows = 0;
    for (JsonNode delivery : deliveries) {
      rows += delivery.path("rows").asLong();
    }
    return rows;
  }
}
