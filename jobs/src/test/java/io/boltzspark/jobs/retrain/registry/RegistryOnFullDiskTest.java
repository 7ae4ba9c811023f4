package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.testing.FaultyFileSystem;
import io.boltzspark.testing.FullDisk;
import io.boltzspark.testing.TestSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every writer of a registry on a full or broken disk. */
class RegistryOnFullDiskTest {
  @TempDir Path directory;
  private final Configuration hadoop = FullDisk.hadoop();
  private final Random random = new Random(TestSeed.next());

  @AfterEach
  void repair() {
    FaultyFileSystem.repair();
  }

  private interface Change {
    void make(Registry registry) throws IOException;
  }

  private void meets(String name, boolean exists, Change change) throws IOException {
    // A version without its facts, which are written last, counts for nothing.
    FullDisk disk = new FullDisk(random, path -> path.startsWith("versions/v0001/m"));
    disk.meets(
        registry(name + " undisturbed", exists),
        registry(name + " disturbed", exists),
        place -> change.make(Registry.openOrEmpty(hadoop, place.toString())));
  }

  private Path registry(String name, boolean exists) throws IOException {
    Path registry = Files.createDirectories(directory.resolve(name));
    if (exists) {
      Registry.openOrEmpty(hadoop, registry.toString()).create();
    }
    return registry;
  }

  /** Of promotions and of what was consumed; their entries have the time. */
  private Journal journal(Registry registry) {
    return new Journal(
        FileSystems.of(hadoop, registry.path()), Paths.in(registry.path(), "promotions"));
  }

  @Test
  void registriesAndTheirLocks() throws IOException {
    meets("new", false, Registry::create);
    meets("lock", true, registry -> registry.lock(Duration.ZERO, "wait", note -> {}).close());
  }

  @Test
  void stagesAndRecords() throws IOException {
    meets("stage", true, r -> r.run("one").writeStage(Stage.TRAIN, Map.of("epoch", 1)));
    meets("record", true, r -> r.run("one").writeRecord(Map.of("run_id", "one")));
  }

  @Test
  void promotionsAndVersions() throws IOException {
    meets("promotion", true, r -> journal(r).append(Map.of("version", 1)));
    Path training = Files.createDirectories(directory.resolve("training/model")).getParent();
    Files.write(training.resolve("model/model.safetensors"), new byte[9000]);
    Files.writeString(training.resolve("metrics.jsonl"), "{}\n");
    ModelVersion version =
        new ModelVersion(
            1,
            "one",
            "now",
            new ModelVersion.Training(Optional.empty(), "", 1, ""),
            Bracket.UNKNOWN);
    org.apache.hadoop.fs.Path from = new org.apache.hadoop.fs.Path(FaultyFileSystem.path(training));
    meets("version", true, r -> r.versions().publish(from, version));
  }
}
