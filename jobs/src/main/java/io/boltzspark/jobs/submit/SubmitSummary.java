package io.boltzspark.jobs.submit;

import io.boltzspark.jobs.actions.ActionResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call of {@code spark-submit}, made or not.
 *
 * @param shell the command, for a shell
 * @param status what it ended with; empty when it was not made
 */
public record SubmitSummary(List<String> shell, Optional<Integer> status) implements ActionResult {

  @Override
  public Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("command", String.join("\n", shell));
    status.ifPresent(number -> json.put("exit_code", number));
    return json;
  }

  /** The command to copy; nothing when it was made, since standard output is then that of it. */
  @Override
  public List<String> summary() {
    return status.isPresent() ? List.of() : shell;
  }

  @Override
  public int exitStatus() {
    return status.orElse(exitCode().number());
  }
}
