package io.boltzspark.jobs.retrain;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.store.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a retraining.
 *
 * @param record the stored record
 * @param before whether the run had already ended, so that nothing was done now
 */
public record RetrainResult(ObjectNode record, boolean before) implements ActionResult {

  @Override
  public ExitCode exitCode() {
    return ExitCode.ofNumber(record.path("exit_code").asInt(ExitCode.INTERNAL.number()));
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>(Json.toMap(record));
    json.put("ended_before", before);
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s%s: %s"
            .formatted(
                record.path("run_id").asText(),
                before ? " has already ended, nothing was done" : "",
                record.path("message").asText()));
    TextTable facts = new TextTable(2).left("").left("");
    new RecordText(record).facts().forEach(facts::row);
    facts.row("record", record.path("record").asText());
    facts.row("report", record.path("report").asText());
    lines.addAll(facts.lines());
    if (before && exitCode() != ExitCode.OK) {
      lines.add("  once this is fixed, start a new run with another --run-id or without one");
    }
    return lines;
  }
}
