package io.boltzspark.jobs.retrain;

import io.boltzspark.jobs.retrain.registry.Registry;
import io.boltzspark.jobs.retrain.registry.RunFolder;
import io.boltzspark.jobs.retrain.registry.Stage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses the run when none is named. */
final class RunChoice {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private RunChoice() {}

  /**
   * The last run started, if it is unfinished, has the same specification, and the registry has not
   * changed since; else a new one, named after the time in UTC, such as {@code 20261121T020000Z}.
   */
  static RunFolder of(Registry registry, RetrainSpec spec, Instant now) {
    return unfinished(registry, spec).orElseGet(() -> fresh(registry, now));
  }

  private static Optional<RunFolder> unfinished(Registry registry, RetrainSpec spec) {
    record Begun(RunFolder run, RetrainPlan plan) {}
    List<Begun> begun =
        registry.runs().stream()
            .flatMap(
                run ->
                    run.stage(Stage.FIND).stream()
                        .map(json -> new Begun(run, RetrainPlan.read(json))))
            .toList();
    return begun.stream()
        .max(Comparator.comparing(one -> one.plan().begun()))
        .filter(last -> last.run().record().isEmpty())
        .filter(last -> last.plan().differences(spec).isEmpty())
        .filter(last -> last.plan().isCurrent(registry, last.run().id()))
        .map(Begun::run);
  }

  private static RunFolder fresh(Registry registry, Instant now) {
    String id = ID.format(now);
    List<String> taken = registry.runs().stream().map(RunFolder::id).toList();
    String free = id;
    for (int i = 2; taken.contains(free); i++) {
      free = id + "-" + i;
    }
    return registry.run(free);
  }
}
