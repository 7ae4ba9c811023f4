package io.boltzspark.jobs.sweep;

import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.sweep.SweepOutcome.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a sweep came to.
 *
 * @param out its directory
 * @param title of the data
 * @param outcomes of all runs, in the order of the table
 * @param interrupted whether a signal ended it
 * @param ledger what {@code sweep.json} holds
 */
public record SweepSummary(
    String out,
    String title,
    List<SweepOutcome> outcomes,
    boolean interrupted,
    Map<String, Object> ledger)
    implements ActionResult {

  public SweepSummary {
    outcomes = List.copyOf(outcomes);
    ledger = new LinkedHashMap<>(ledger);
  }

  /** INTERRUPTED when a signal came, otherwise that of the first run that failed, if one did. */
  @Override
  public ExitCode exitCode() {
    if (interrupted) {
      return ExitCode.INTERRUPTED;
    }
    return outcomes.stream()
        .flatMap(outcome -> outcome.failure().stream())
        .map(RunFailure::exitCode)
        .findFirst()
        .orElse(ExitCode.OK);
  }

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("sweep", out);
    json.putAll(ledger);
    return json;
  }

  @Override
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Sweep on %s: %d of %d runs finished%s"
            .formatted(title, count(State.FINISHED), outcomes.size(), others()));
    lines.addAll(new SweepTable(outcomes).lines());
    for (SweepOutcome outcome : outcomes) {
      outcome.failure().ifPresent(why -> lines.add(outcome.name() + ": " + why.message()));
    }
    lines.add("table in " + out + "/sweep.md and sweep.json");
    lines.add(next());
    return lines;
  }

  private String others() {
    StringBuilder others = new StringBuilder();
    for (State state : List.of(State.FAILED, State.INTERRUPTED, State.WAITING)) {
      if (count(state) > 0) {
        String word = state.name().toLowerCase(Locale.ROOT);
        others.append(", %d %s".formatted(count(state), word));
      }
    }
    return others.toString();
  }

  private String next() {
    return count(State.FINISHED) == outcomes.size()
        ? "Next: boltz sample --model " + outcomes.get(0).directory() + " --out samples.png"
        : "Go on: the same command again, which leaves out the runs that are finished";
  }

  private long count(State state) {
    return outcomes.stream().filter(outcome -> outcome.state() == state).count();
  }
}
