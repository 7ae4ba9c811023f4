package io.boltzspark.jobs.actions;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.scaling.Cluster;
import io.boltzspark.jobs.scaling.MeasuredStep;
import io.boltzspark.jobs.scaling.ScalingModel;
import io.boltzspark.jobs.scaling.StepCosts;
import io.boltzspark.store.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Computes step times on clusters from steps that were measured. Needs no Spark. */
public final class PlanAction {
  private static final long LARGEST_FILE = 16L << 20;

  private final Configuration hadoop;
  private final PlanRequest request;

  public PlanAction(Configuration hadoop, PlanRequest request) {
    this.hadoop = hadoop;
    this.request = request;
  }

  /**
   * @throws BoltzException BAD_INPUT when the file is not what the scale suite printed, or has no
   *     steps between processes
   */
  public PlanSummary execute() {
    List<MeasuredStep> steps = read();
    ScalingModel model = new ScalingModel(StepCosts.fit(steps, request.from()));
    List<PlanSummary.Row> rows = new ArrayList<>();
    for (int executors : request.executors()) {
      Cluster cluster =
          new Cluster(
              executors, request.cores(), request.bitsPerSecond(), request.latencySeconds());
      rows.add(PlanSummary.Row.of(model, request.shape(), cluster));
    }
    return new PlanSummary(request, steps.size(), model.costs(), rows);
  }

  private List<MeasuredStep> read() {
    Path file = new Path(request.from());
    byte[] bytes = WholeFiles.read(FileSystems.of(hadoop, file), file, LARGEST_FILE);
    List<MeasuredStep> steps = new ArrayList<>();
    for (JsonNode step : json(bytes).path("results")) {
      steps.add(MeasuredStep.of(step, request.from()));
    }
    return steps;
  }

  private JsonNode json(byte[] bytes) {
    try {
      return Json.parse(bytes, request.from());
    } catch (BoltzException e) {
      throw new BoltzException(
          e.exitCode(),
          e.getMessage() + "; it should be what boltz benchmark --suite scale --json printed",
          e);
    }
  }
}
