package io.boltzspark.jobs.report;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.jobs.report.charts.Html;
import io.boltzspark.jobs.settings.Reference;
import io.boltzspark.jobs.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** All settings, changed ones first, and the provenance of the model. */
final class ConfigurationSection implements Section {
  @Override
  public String title() {
    return "Configuration and provenance";
  }

  @Override
  public void write(Html html, List<ReportedRun> runs) {
    ReportedRun run = runs.get(0);
    Settings defaults = Settings.defaults();
    Set<String> changed = SettingTexts.differing(List.of(run.settings(), defaults));
    if (changed.isEmpty()) {
      html.element("p", "All settings have their defaults.");
    } else {
      html.element("h3", "Changed settings");
      html.table(List.of("setting", "value", "default"));
      for (String key : changed) {
        html.row(
            key, List.of(SettingTexts.text(run.settings(), key), SettingTexts.text(defaults, key)));
      }
      html.endTable();
    }
    html.open("details").element("summary", "All settings").table(List.of("setting", "value"));
    for (String key : Reference.keys()) {
      html.row(key, List.of(SettingTexts.text(run.settings(), key)));
    }
    html.endTable().close();
    html.element("h3", "Provenance").table(List.of("item", "value"));
    provenance(run).forEach((name, value) -> html.row(name, List.of(value)));
    html.endTable();
  }

  private static Map<String, String> provenance(ReportedRun run) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", run.location());
    run.results().modelSha256().ifPresent(sha -> facts.put("SHA-256 of the model", sha));
    JsonNode all = run.description();
    JsonNode data = all.path("data");
    put(facts, "data", data.path("title"));
    put(facts, "training rows", data.path("train_rows"));
    put(facts, "binarised by", data.path("binarization"));
    put(facts, "fingerprint of the data", data.path("fingerprint"));
    data.path("sources")
        .properties()
        .forEach(one -> put(facts, "SHA-256 of " + one.getKey(), one.getValue()));
    put(facts, "BoltzSpark", all.path("boltzspark"));
    put(facts, "source revision", all.path("source_revision"));
    put(facts, "Spark", all.path("spark"));
    put(facts, "Java", all.path("jdk"));
    put(facts, "BLAS", all.path("blas"));
    return facts;
  }

  private static void put(Map<String, String> facts, String name, JsonNode value) {
    if (value.isValueNode() && !value.isNull()) {
      facts.put(name, value.asText());
    }
  }
}
