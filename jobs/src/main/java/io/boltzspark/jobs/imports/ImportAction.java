package io.boltzspark.jobs.imports;

import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.settings.DescribedSettings;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Makes a run of parameters that another program has learnt: {@code config.conf}, which describes
 * the machine with the defaults of all else, and {@code model/}. It has no data, metrics or
 * checkpoints.
 */
public final class ImportAction {
  /**
   * The arguments of {@code boltz import}.
   *
   * @param format of the file
   * @param from the file
   * @param out the run directory to make
   * @param alphabet the letters in the order of their states, or the name of an alphabet; empty: as
   *     in the file
   * @param overwrite replace an existing run
   */
  public record Request(
      ImportFormat format, String from, String out, Optional<String> alphabet, boolean overwrite) {

    public Request {
      Objects.requireNonNull(format);
      Objects.requireNonNull(from);
      Objects.requireNonNull(out);
      Objects.requireNonNull(alphabet);
    }
  }

  /**
   * An imported model.
   *
   * @param from the file
   * @param run the run directory
   * @param sites of a sequence
   * @param alphabet letters in the order of their states
   * @param absent couplings that the file does not have, which are 0
   * @param modelSha256 of the model's tensors
   */
  public record Result(
      String from, String run, int sites, String alphabet, long absent, String modelSha256)
      implements ActionResult {

    @Override
    public Map<String, Object> json() {
      Map<String, Object> json = new LinkedHashMap<>();
      json.put("from", from);
      json.put("run", run);
      json.put("sites", sites);
      json.put("alphabet", alphabet);
      json.put("absent_couplings", absent);
      json.put("model_sha256", modelSha256);
      return json;
    }

    @Override
    public List<String> summary() {
      return List.of(
          String.format(
              Locale.ROOT,
              "a machine of %d sites with the letters %s from %s: %s%s",
              sites,
              alphabet,
              from,
              run,
              absent > 0
                  ? String.format(Locale.ROOT, " (%,d couplings are absent: 0)", absent)
                  : ""),
          "SHA-256 of its tensors: " + modelSha256);
    }
  }

  private final Configuration hadoop;
  private final Request request;
  private final Progress progress;

  public ImportAction(Configuration hadoop, Request request, Progress progress) {
    this.hadoop = hadoop;
    this.request = request;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a file that is not in the format; OUTPUT_EXISTS
   */
  public Result execute() {
    Path out = Paths.of(request.out());
    RunDirectory.requireFree(hadoop, out, request.overwrite());
    Optional<Alphabet> alphabet = request.alphabet().map(Alphabet::of);
    Path file = Paths.of(request.from());
    AdabmdcaReader.Content content = new AdabmdcaReader(hadoop, file).read(alphabet);
    RunDirectory run = RunDirectory.create(hadoop, out, request.overwrite());
    try (RunLock lock = run.lock(progress::note)) {
      lock.requireHeld();
      return write(run, content, WholeFiles.sha256(FileSystems.of(hadoop, file), file));
    }
  }

  private Result write(RunDirectory run, AdabmdcaReader.Content content, String sha256) {
    int columns = content.machine().visible().size();
    Settings settings =
        Settings.defaults()
            .with(
                Map.of(
                    "model.dimensions", List.of(columns),
                    "model.units", List.of("potts:" + content.alphabet().states()),
                    "model.lateral", List.of("visible")));
    run.writeConfig(settings.render());
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", Paths.of(request.from()).getName());
    data.put("alphabet", content.alphabet().letters());
    data.put("sites", content.sites());
    data.put("source_sha256", sha256);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("image", Map.of("width", columns, "height", 1));
    facts.put("data", data);
    DescribedSettings.put(settings, facts);
    facts.put("imported", request.format().name().toLowerCase(Locale.ROOT));
    facts.put("boltzspark", BuildVersion.version());
    facts.put("source_revision", BuildVersion.revision());
    facts.put("layers", TrainedModel.layers(content.machine()));
    String model =
        run.writeModel(
            TrainedModel.tensors(
                content.machine(), content.parameters(), Standardisation.identity(columns)),
            facts);
    return new Result(
        request.from(),
        request.out(),
        content.sites(),
        content.alphabet().letters(),
        content.absent(),
        model);
  }
}
