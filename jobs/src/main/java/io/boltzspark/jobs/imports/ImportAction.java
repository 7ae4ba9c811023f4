package io.boltzspark.jobs.imports;

import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.Paths;
import io.boltzspark.jobs.actions.ActionResult;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.model.Standardisation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a run of the couplings and fields of a machine of sequences that another program has
 * learnt.
 */
public final class ImportAction {
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

  private final ImportedRun run;
  private final Optional<String> alphabet;
  private final Progress progress;

  /**
   * @param alphabet the letters in the order of their states, or the name of an alphabet; empty: as
   *     in the file
   */
  ImportAction(ImportedRun run, Optional<String> alphabet, Progress progress) {
    this.run = run;
    this.alphabet = alphabet;
    this.progress = progress;
  }

  /**
   * @throws BoltzException BAD_INPUT for a file that is not in the format; OUTPUT_EXISTS
   */
  public Result execute() {
    run.requireFree();
    AdabmdcaReader.Content content =
        new AdabmdcaReader(run.hadoop(), Paths.of(run.from())).read(alphabet.map(Alphabet::of));
    int columns = content.machine().visible().size();
    Settings settings =
        Settings.defaults()
            .with(
                Map.of(
                    "model.dimensions", List.of(columns),
                    "model.units", List.of("potts:" + content.alphabet().states()),
                    "model.lateral", List.of("visible")));
    String model =
        run.write(
            new ImportedRun.Content(
                settings,
                content.machine(),
                content.parameters(),
                Standardisation.identity(columns),
                columns,
                1,
                content.alphabet().letters(),
                content.sites()),
            progress);
    return new Result(
        run.from(),
        run.out(),
        content.sites(),
        content.alphabet().letters(),
        content.absent(),
        model);
  }
}
