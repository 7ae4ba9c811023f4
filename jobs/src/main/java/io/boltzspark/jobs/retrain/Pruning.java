package io.boltzspark.jobs.retrain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Deletes what is kept no longer. */
final class Pruning {
  private Pruning() {}

  /** Versions but the newest, the champion, and the one that a rollback leads to. */
  static List<Integer> toDelete(Registry registry, int keep) {
    List<Integer> numbers = new ArrayList<>(registry.versions().all().keySet());
    List<Integer> old = new ArrayList<>(numbers.subList(0, Math.max(0, numbers.size() - keep)));
    registry.promotions().champion().ifPresent(old::remove);
    registry.promotions().previous().ifPresent(old::remove);
    return old;
  }

  /**
   * Deletes those versions, and of runs that have ended all but record and report: the data of a
   * version is kept as long as the version.
   */
  static void prune(Registry registry, int keep) {
    toDelete(registry, keep).forEach(registry.versions()::delete);
    Set<String> kept = new HashSet<>();
    registry.versions().all().values().forEach(version -> kept.add(version.runId()));
    for (RunFolder run : registry.runs()) {
      if (run.record().isPresent()) {
        run.deleteWork(!kept.contains(run.id()));
      }
    }
  }
}
