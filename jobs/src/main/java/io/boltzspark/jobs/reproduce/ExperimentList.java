package io.boltzspark.jobs.reproduce;

import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.ShellCommand;
import io.boltzspark.jobs.console.TextTable;
import io.boltzspark.jobs.reproduce.Experiment.Machine;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The result of {@code boltz reproduce} alone: what there is. */
record ExperimentList(List<Experiment> experiments) implements ActionResult {
  ExperimentList {
    experiments = List.copyOf(experiments);
  }

  @Override
  public Map<String, Object> json() {
    return Map.of("experiments", experiments.stream().map(ExperimentList::json).toList());
  }

  private static Map<String, Object> json(Experiment experiment) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", experiment.name());
    json.put("title", experiment.title());
    json.put("machines", machines(experiment));
    json.put("time", experiment.time());
    json.put("source", experiment.source().reference());
    json.put("published", experiment.published());
    return json;
  }

  private static List<String> machines(Experiment experiment) {
    return experiment.machines().stream().map(Machine::title).toList();
  }

  @Override
  public List<String> summary() {
    TextTable table = new TextTable().left("name").left("time").left("title");
    for (Experiment experiment : experiments) {
      table.row(experiment.name(), experiment.time(), experiment.title());
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (!experiments.isEmpty()) {
      lines.add("Next: " + ShellCommand.of("reproduce", experiments.get(0).name(), "--short"));
    }
    return lines;
  }
}
