package io.boltzspark.jobs.doctor;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.TextTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All findings.
 *
 * @param findings in the order of the checks
 */
public record Diagnosis(List<Finding> findings) implements ActionResult {

  public Diagnosis {
    findings = List.copyOf(findings);
  }

  /** Whether nothing needed is missing. */
  public boolean usable() {
    return findings.stream().noneMatch(found -> found.status() == Finding.Status.MISSING);
  }

  @Override
  public ExitCode exitCode() {
    return usable() ? ExitCode.OK : ExitCode.ENVIRONMENT;
  }

  @Override
  public Map<String, Object> json() {
    List<Object> checks = new ArrayList<>();
    for (Finding found : findings) {
      Map<String, Object> check = new LinkedHashMap<>();
      check.put("name", found.name());
      check.put("status", found.status().name().toLowerCase(Locale.ROOT));
      check.put("value", found.value());
      found.remedy().ifPresent(remedy -> check.put("remedy", remedy));
      checks.add(check);
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("usable", usable());
    json.put("checks", checks);
    return json;
  }

  @Override
  public List<String> summary() {
    TextTable table = new TextTable().left("").left("").left("");
    for (Finding found : findings) {
      table.row(found.status().name().toLowerCase(Locale.ROOT), found.name(), found.value());
      found.remedy().ifPresent(remedy -> table.row("", "", "-> " + remedy));
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add(usable() ? "Ready: try boltz quickstart" : "Not ready: fix what is missing above.");
    return lines;
  }
}
