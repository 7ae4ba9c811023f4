package io.boltzspark.jobs.benchmark;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.benchmark.scaling.Cluster;
import io.boltzspark.jobs.benchmark.scaling.MeasuredStep;
import io.boltzspark.jobs.benchmark.scaling.ScalingModel;
import io.boltzspark.jobs.benchmark.scaling.StepCosts;
import java.io.IOException;
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
    try {
      JsonNode json = new ObjectMapper().readTree(bytes);
      for (JsonNode step : json.path("results")) {
        steps.add(MeasuredStep.of(step, request.from()));
      }
    } catch (JacksonException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s is not JSON (%s); it should be what boltz benchmark --suite scale --json printed"
              .formatted(request.from(), e.getOriginalMessage()),
          e);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + request.from() + ": " + e, e);
    }
    return steps;
  }
}
