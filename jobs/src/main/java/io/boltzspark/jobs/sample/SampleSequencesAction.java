package io.boltzspark.jobs.sample;

import io.boltzspark.engine.inference.SamplingPlan;
import io.boltzspark.engine.inference.SamplingPlan.Ending;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.Outputs;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.math.Matrix;
import io.boltzspark.store.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Draws sequences from a trained machine of sites by Gibbs chains on Spark, and writes them as
 * FASTA, which {@code boltz prepare} reads.
 */
final class SampleSequencesAction {
  private static final String ALPHABET = "alphabet";

  /**
   * The outcome.
   *
   * @param file the FASTA file
   * @param count sequences in it, one chain each
   * @param alphabet a letter for each state
   * @param data what the model was trained on
   * @param seconds wall time
   */
  record Result(
      String file, int count, SamplingPlan plan, String alphabet, String data, double seconds)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("file", file);
      json.put("count", count);
      json.put("steps", plan.sweeps());
      json.put("anneal_from", plan.firstBeta());
      json.put(ALPHABET, alphabet);
      json.put("data", data);
      json.put("seconds", seconds);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(
              Locale.ROOT,
              "%d sequences after %d Gibbs sweeps each, from a model of %s: %s (%.1f s)",
              count,
              plan.sweeps(),
              data,
              file,
              seconds));
    }
  }

  private final SparkSession spark;
  private final SampleRequest request;
  private final Progress progress;

  SampleSequencesAction(SparkSession spark, SampleRequest request, Progress progress) {
    this.spark = spark;
    this.request = request;
    this.progress = progress;
  }

  /** Whether a file of this name holds sequences rather than pictures. */
  static boolean isNamed(String out) {
    String name = out.toLowerCase(Locale.ROOT);
    return name.endsWith(".fasta") || name.endsWith(".fa");
  }

  Result execute() {
    long start = System.nanoTime();
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    Path file = Paths.of(request.out());
    Outputs.requireFreeFile(hadoop, file, request.overwrite());
    TrainedModel model = TrainedModel.load(hadoop, request.model(), progress::note);
    String alphabet = alphabet(model);
    SamplingPlan plan = request.plan().with(Ending.STATES);
    SampleStart chains = new SampleStart(spark, request.with(plan), model, progress);
    chains.require();
    Matrix states = chains.sample();
    WholeFiles.write(
        FileSystems.of(hadoop, file),
        file,
        fasta(states, alphabet, model).getBytes(StandardCharsets.UTF_8));
    progress.finish("wrote " + request.out());
    return new Result(
        request.out(),
        states.rows(),
        plan,
        alphabet,
        model.description().path("data").path("title").asText(),
        (System.nanoTime() - start) / 1e9);
  }

  private String alphabet(TrainedModel model) {
    String alphabet = model.description().path("data").path(ALPHABET).asText();
    if (alphabet.isEmpty()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "--out %s: a FASTA file holds sequences, but the model %s was not trained on any; choose a name that ends in .png, or a model of sequences"
              .formatted(request.out(), request.model()));
    }
    return alphabet;
  }

  /** With the free energy of each where it has a closed form. */
  private static String fasta(Matrix states, String alphabet, TrainedModel model) {
    boolean hasEnergy = model.machine().hasClosedFreeEnergy();
    double[] energies =
        hasEnergy ? model.machine().freeEnergy(states, model.parameters()) : new double[0];
    StringBuilder text = new StringBuilder();
    int letters = alphabet.length();
    int sites = model.machine().spec().values() / letters;
    for (int r = 0; r < states.rows(); r++) {
      text.append(">sample-").append(r + 1);
      if (hasEnergy) {
        text.append(String.format(Locale.ROOT, " free_energy=%.4f", energies[r]));
      }
      text.append('\n');
      for (int site = 0; site < sites; site++) {
        int state = 0;
        while (states.get(r, site * letters + state) != 1f) {
          state++;
        }
        text.append(alphabet.charAt(state));
      }
      text.append('\n');
    }
    return text.toString();
  }
}
