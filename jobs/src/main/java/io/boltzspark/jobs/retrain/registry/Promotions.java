package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Which version is the champion, and which was before: every promotion puts a version on a stack,
 * every rollback takes the uppermost off, so that several rollbacks lead further back.
 */
public final class Promotions {
  private static final String ROLLBACK = "rollback";
  private static final String PROMOTE = "promote";

  private final Journal journal;

  Promotions(Journal journal) {
    this.journal = journal;
  }

  /** How often the champion was changed. */
  public int count() {
    return journal.size();
  }

  /** The version in use, if any was ever promoted. */
  public Optional<Integer> champion() {
    return Optional.ofNullable(stack().peek());
  }

  /** What {@link #rollback} would make the champion. */
  public Optional<Integer> previous() {
    Deque<Integer> stack = stack();
    stack.poll();
    return Optional.ofNullable(stack.peek());
  }

  /** When each version was last made the champion. */
  Map<Integer, String> times() {
    Map<Integer, String> times = new HashMap<>();
    for (ObjectNode entry : journal.entries()) {
      times.put(version(entry), entry.path("at").asText());
    }
    return times;
  }

  /** Whether a run has promoted its version. */
  public boolean isBy(String runId) {
    return journal.isBy(runId);
  }

  /**
   * Makes a version the champion.
   *
   * @param runId of the retraining that does it; empty: a person does
   */
  public void promote(int version, Optional<String> runId) {
    append(PROMOTE, version, runId);
  }

  /**
   * Makes the champion before the present one the champion again.
   *
   * @return its version
   * @throws BoltzException BAD_INPUT when there was none
   */
  int rollback() {
    int version =
        previous()
            .orElseThrow(
                () ->
                    new BoltzException(
                        ExitCode.BAD_INPUT,
                        "there is no champion before the present one; boltz models promote VERSION"
                            + " chooses any version"));
    append(ROLLBACK, version, Optional.empty());
    return version;
  }

  private void append(String action, int version, Optional<String> runId) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("action", action);
    entry.put("version", version);
    entry.put("instead_of", champion().orElse(null));
    entry.put("run_id", runId.orElse(null));
    entry.put("at", Instant.now().toString());
    journal.append(entry);
  }

  private Deque<Integer> stack() {
    Deque<Integer> stack = new ArrayDeque<>();
    for (ObjectNode entry : journal.entries()) {
      int version = version(entry);
      if (entry.path("action").asText().equals(ROLLBACK)) {
        stack.poll();
      } else {
        stack.remove(version); // promoted again: rollback never leads to the version in use
        stack.push(version);
      }
    }
    return stack;
  }

  private static int version(ObjectNode entry) {
    int version = entry.path("version").asInt();
    if (version < 1) {
      throw new BoltzException(ExitCode.BAD_INPUT, "a promotion without a version: " + entry);
    }
    return version;
  }
}
