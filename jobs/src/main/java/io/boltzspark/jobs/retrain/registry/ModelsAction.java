package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.store.RunLock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;

/** Commands on a registry: list, show, promote, roll back. */
public final class ModelsAction {
  private static final String CHAMPION = "champion";

  private final Registry registry;
  private final Consumer<String> notes;

  /**
   * @param notes receives a note when a lock is taken over
   * @throws BoltzException BAD_INPUT when there is no registry
   */
  public ModelsAction(Configuration hadoop, String directory, Consumer<String> notes) {
    this.registry = Registry.open(hadoop, directory);
    this.notes = notes;
  }

  /** All versions. */
  public ActionResult list() {
    List<ListedVersion> versions = new ArrayList<>();
    registry.versions().all().values().forEach(version -> versions.add(listed(version)));
    return new VersionTable(registry.path().toString(), versions);
  }

  private ListedVersion listed(ModelVersion version) {
    return new ListedVersion(
        version,
        Optional.ofNullable(registry.promotions().times().get(version.number())),
        registry.promotions().champion().filter(c -> c == version.number()).isPresent(),
        registry.versions().path(version.number()).toString());
  }

  /**
   * One version, its model checked.
   *
   * @param text such as {@code v0003}, {@code 3} or {@code champion}
   * @throws BoltzException USAGE when this is not the name of a version, BAD_INPUT when it does not
   *     exist or is damaged
   */
  public ActionResult show(String text) {
    return listed(registry.versions().get(number(text)));
  }

  private int number(String text) {
    if (!text.equals(CHAMPION)) {
      return Names.version(text);
    }
    return registry
        .promotions()
        .champion()
        .orElseThrow(
            () ->
                new BoltzException(
                    ExitCode.BAD_INPUT, "%s has no champion yet".formatted(registry.path())));
  }

  /**
   * Makes a version the champion.
   *
   * @throws BoltzException as {@link #show}; OUTPUT_EXISTS while a retraining is active
   */
  public ActionResult promote(String text) {
    int number = number(text);
    try (RunLock lock = registry.lock(Duration.ZERO, "end it", notes)) {
      registry.versions().get(number);
      Optional<Integer> before = registry.promotions().champion();
      boolean changes = !before.equals(Optional.of(number));
      if (changes) {
        lock.requireHeld();
        registry.promotions().promote(number, Optional.empty());
      }
      return new Change("promote", number, before, changes);
    }
  }

  /**
   * Makes the previous champion the champion again.
   *
   * @throws BoltzException BAD_INPUT when there was none, or it is no longer kept; OUTPUT_EXISTS
   *     while a retraining is active
   */
  public ActionResult rollback() {
    try (RunLock lock = registry.lock(Duration.ZERO, "end it", notes)) {
      Optional<Integer> before = registry.promotions().champion();
      registry.promotions().previous().ifPresent(registry.versions()::get);
      lock.requireHeld();
      return new Change("rollback", registry.promotions().rollback(), before, true);
    }
  }

  private record Change(String action, int champion, Optional<Integer> before, boolean changed)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("action", action);
      json.put("champion", Names.ofVersion(champion));
      json.put("instead_of", before.map(Names::ofVersion).orElse(null));
      json.put("changed", changed);
      return json;
    }

    @Override
    public List<String> summary() {
      String now = Names.ofVersion(champion);
      return List.of(
          changed
              ? now
                  + " is the champion"
                  + before.map(v -> " instead of " + Names.ofVersion(v)).orElse("")
              : now + " is already the champion; nothing was changed");
    }
  }
}
