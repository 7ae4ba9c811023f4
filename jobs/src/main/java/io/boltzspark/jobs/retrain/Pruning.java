package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Deletes what is no longer kept. */
final class Pruning {
  private Pruning() {}

  /** All versions except the newest, the champion, and the one that a rollback leads to. */
  static List<Integer> toDelete(Registry registry, int keep) {
    return old(registry, keep, registry.promotions().champion(), registry.promotions().previous());
  }

  /** The same, if one more version were added. */
  static List<Integer> toDeleteWithOneMore(Registry registry, int keep, boolean promoted) {
    Optional<Integer> champion = registry.promotions().champion();
    return promoted
        ? old(registry, keep - 1, champion, Optional.empty())
        : toDelete(registry, keep - 1);
  }

  private static List<Integer> old(
      Registry registry, int keep, Optional<Integer> champion, Optional<Integer> previous) {
    List<Integer> numbers = new ArrayList<>(registry.versions().all().keySet());
    List<Integer> old = new ArrayList<>(numbers.subList(0, Math.max(0, numbers.size() - keep)));
    champion.ifPresent(old::remove);
    previous.ifPresent(old::remove);
    return old;
  }

  /**
   * Deletes versions and leftovers of killed processes. Of runs that have ended or can never be
   * resumed, deletes all but record, report and stages; the data of a version is kept as long as
   * the version.
   *
   * @param ending the run that does it
   * @param chosen versions; those that must now be kept are skipped
   */
  static void prune(Registry registry, RunFolder ending, Collection<Integer> chosen, int keep) {
    List<Integer> old = toDelete(registry, keep);
    old.retainAll(chosen);
    old.forEach(registry.versions()::delete);
    registry.deleteLeftovers();
    Set<String> kept = new HashSet<>();
    registry.versions().all().values().forEach(version -> kept.add(version.runId()));
    for (RunFolder run : registry.runs()) {
      if (run.id().equals(ending.id()) || run.record().isPresent() || isSuperseded(registry, run)) {
        run.deleteWork(!kept.contains(run.id()));
      }
    }
  }

  /** A run that died and was not resumed by any later run. */
  private static boolean isSuperseded(Registry registry, RunFolder run) {
    return run.stage(Stage.FIND)
        .map(RetrainPlan::read)
        .filter(plan -> !plan.isCurrent(registry, run.id()))
        .isPresent();
  }
}
