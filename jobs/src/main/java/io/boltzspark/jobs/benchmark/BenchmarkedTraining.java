package io.boltzspark.jobs.benchmark;

import io.boltzspark.boltzmann.BoltzmannConfig;
import io.boltzspark.jobs.benchmark.scaling.StepShape;
import io.boltzspark.jobs.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The training whose steps are timed: PCD of a restricted machine, otherwise as configured. */
final class BenchmarkedTraining {
  private static final int BATCH = 100;

  private BenchmarkedTraining() {}

  /** The training before: B = 100, as many chains, k = 1. */
  static BoltzmannConfig before(StepShape shape, Settings settings) {
    return of(new StepShape(shape.visible(), shape.hidden(), BATCH, BATCH, 1), settings);
  }

  static BoltzmannConfig of(StepShape shape, Settings settings) {
    Map<String, Object> measured = new LinkedHashMap<>();
    measured.put("model.dimensions", List.of(shape.visible(), shape.hidden()));
    measured.put("model.units", List.of());
    measured.put("model.labels", 0);
    measured.put("learning.algorithm", "pcd");
    measured.put("learning.k", shape.k());
    measured.put("learning.k-end", 0);
    measured.put("learning.chains", shape.chains());
    measured.put("learning.batch-size", shape.batch());
    measured.put("learning.epochs", 1);
    measured.put("learning.resample", false);
    measured.put("learning.pretraining.epochs", List.of());
    return settings.with(measured).training();
  }
}
