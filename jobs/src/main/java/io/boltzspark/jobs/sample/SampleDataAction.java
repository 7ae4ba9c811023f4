package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.Samples;
import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.engine.inference.SamplingPlan.Reading;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.actions.UsableModel;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.states.OutputFormat;
import io.boltzspark.jobs.states.StatesFile;
import io.boltzspark.jobs.states.StatesTable;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Draws states from a trained machine by Gibbs chains on Spark, and writes them as data: sequences
 * as FASTA, which {@code boltz prepare} reads, and those of any units as Parquet, arrays or text.
 */
final class SampleDataAction {
  /**
   * The outcome.
   *
   * @param file what was written
   * @param format of it
   * @param count samples in it, one chain each
   * @param plan how the chains ran
   * @param clamp what was held, as it was given
   * @param energy the name of the energies; empty: there are none
   * @param alphabet a letter for each state; empty where the model is not of sequences
   * @param data what the model was trained on
   * @param seconds wall time
   */
  record Result(
      String file,
      OutputFormat format,
      int count,
      SamplingPlan plan,
      String clamp,
      Optional<String> energy,
      String alphabet,
      String data,
      double seconds)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", file);
      json.put("format", format.word());
      json.put("count", count);
      json.put("steps", plan.sweeps());
      json.put("anneal_from", plan.firstBeta());
      json.put("temperature", plan.temperature());
      json.put("clamp", clamp.isEmpty() ? null : clamp);
      json.put("energy", energy.orElse(null));
      json.put("alphabet", alphabet.isEmpty() ? null : alphabet);
      json.put("data", data);
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(
              Locale.ROOT,
              "%d %s after %d Gibbs sweeps each%s%s, %s, from a model of %s: %s (%.1f s)",
              count,
              alphabet.isEmpty() ? "samples" : "sequences",
              plan.sweeps(),
              SampleStart.conditions(plan),
              clamp.isEmpty() ? "" : " with " + clamp,
              energy.map(name -> "with " + name).orElse("without energies"),
              data,
              file,
              seconds));
    }
  }

  private final SparkSession spark;
  private final SampleRequest request;
  private final Progress progress;

  SampleDataAction(SparkSession spark, SampleRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path file = Paths.of(request.out());
    Outputs.requireFreeFile(hadoop, file, request.overwrite());
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    UsableModel.requireFinite(model, request.model());
    StatesFile.requireSuits(request.format(), model, request.model(), request.out());
    SamplingPlan plan = plan(model);
    SampleStart chains = new SampleStart(spark, request.with(plan), model, progress);
    chains.require();
    Samples samples = chains.sample();
    StatesTable table =
        StatesTable.of(request.model(), model, samples.visible(), samples.energies());
    StatesFile.write(spark, table, request.format(), file);
    progress.finish("wrote " + request.out());
    return new Result(
        request.out(),
        request.format(),
        table.rows(),
        plan,
        request.clamp(),
        table.energyColumn(),
        StatesTable.alphabet(model),
        model.description().path("data").path("title").asText(),
        (System.nanoTime() - start) / 1e9);
  }

  /** With energies, except for units without any and where layers are not read as a machine. */
  private SamplingPlan plan(TrainedModel model) {
    SamplingPlan plan = request.plan().with(Ending.STATES);
    boolean hasEnergy = model.machine().hasEnergy() && plan.reading() == Reading.MACHINE;
    return hasEnergy ? plan.withEnergies() : plan;
  }
}
