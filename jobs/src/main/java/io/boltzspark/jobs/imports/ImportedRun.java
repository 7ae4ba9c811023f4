package io.boltzspark.jobs.imports;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.jobs.actions.BuildVersion;
import io.boltzspark.jobs.console.Progress;
import io.boltzspark.jobs.settings.DescribedSettings;
import io.boltzspark.jobs.settings.Settings;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Standardisation;
import io.boltzspark.store.RunDirectory;
import io.boltzspark.store.RunLock;
import io.boltzspark.store.TrainedModel;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The run that an import makes: {@code config.conf}, which describes the machine with the defaults
 * of all else, and {@code model/}. It has no data, metrics or checkpoints.
 *
 * @param from the file to import
 * @param out the run directory to make
 * @param format of the file
 * @param overwrite replace an existing run
 */
record ImportedRun(
    Configuration hadoop, String from, String out, ImportFormat format, boolean overwrite) {

  /**
   * A machine to write.
   *
   * @param settings that describe it
   * @param width columns of the picture that a row is
   * @param height rows of it; 1 where rows are no pictures
   * @param alphabet letters in the order of their states; empty where rows are no sequences
   */
  record Content(
      Settings settings,
      BoltzmannMachine machine,
      float[] parameters,
      Standardisation standardisation,
      int width,
      int height,
      String alphabet,
      int sites) {}

  /**
   * @throws BoltzException OUTPUT_EXISTS
   */
  void requireFree() {
    RunDirectory.requireFree(hadoop, Paths.of(out), overwrite);
  }

  /**
   * @return SHA-256 of the model's tensors
   */
  String write(Content content, Progress progress) {
    Path file = Paths.of(from);
    String sha256 = WholeFiles.sha256(FileSystems.of(hadoop, file), file);
    RunDirectory run =
        RunDirectory.createLocked(
            hadoop,
            Paths.of(out),
            overwrite,
            made -> made.writeConfig(content.settings().render()));
    try (RunLock lock = run.lock(progress::note)) {
      lock.requireHeld();
      return run.writeModel(
          TrainedModel.tensors(content.machine(), content.parameters(), content.standardisation()),
          facts(content, file.getName(), sha256));
    }
  }

  private Map<String, Object> facts(Content content, String title, String sha256) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", title);
    if (!content.alphabet().isEmpty()) {
      data.put("alphabet", content.alphabet());
      data.put("sites", content.sites());
    }
    data.put("source_sha256", sha256);
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("image", Map.of("width", content.width(), "height", content.height()));
    facts.put("data", data);
    DescribedSettings.put(content.settings(), facts);
    facts.put("imported", format.word());
    facts.put("boltzspark", BuildVersion.version());
    facts.put("source_revision", BuildVersion.revision());
    facts.put("layers", TrainedModel.layers(content.machine()));
    return facts;
  }
}
