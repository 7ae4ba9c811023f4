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
 * The current and the previous champions: each promotion pushes a version on a stack, and each
 * rollback pops one, so that several rollbacks lead further back.
 */
public final class Promotions {
  private static final String ROLLBACK = "rollback";
  private static final String PROMOTE = "promote";

  private final Journal journal;

  Promotions(Journal journal) {
    this.journal = journal;
  }

  /** The number of changes of the champion. */
  public int count() {
    return journal.size();
  }

  /** The champion, if any version was ever promoted. */
  public Optional<Integer> champion() {
    return Optional.ofNullable(stack().peek());
  }

  /** The version that {@link #rollback} would make the champion. */
  public Optional<Integer> previous() {
    Deque<Integer> stack = stack();
    stack.poll();
    return Optional.ofNullable(stack.peek());
  }

  /** The time at which each version last became the champion. */
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
   * @param runId of the retraining that promotes it; empty: a person
   */
  public void promote(int version, Optional<String> runId) {
    append(PROMOTE, version, runId);
  }

  /**
   * Makes the previous champion the champion again.
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
                        "there is no previous champion; choose any version with boltz models"
                            + " promote VERSION"));
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
        stack.remove(version); // promoted again: rollback never leads to the champion itself
        stack.push(version);
      }
    }
    return stack;
  }

  private static int version(ObjectNode entry) {
    int version = entry.path("version").asInt();
    if (version < 1) {
      throw new BoltzException(ExitCode.BAD_INPUT, "a promotion has no version:  " + entry);
    }
    return version;
  }
}
