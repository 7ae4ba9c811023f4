package io.boltzspark.store;

import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.math.Tensor;
import io.boltzspark.testing.FaultyFileSystem;
import io.boltzspark.testing.FullDisk;
import io.boltzspark.testing.TestSeed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every writer of this package on a full or broken disk. */
class FullDiskTest {
  @TempDir Path directory;
  private final Configuration hadoop = FullDisk.hadoop();
  private final Random random = new Random(TestSeed.next());

  @AfterEach
  void repair() {
    FaultyFileSystem.repair();
  }

  /** In a run that has something to be replaced of everything. */
  private void meets(FullDisk.Writer writer) throws IOException {
    new FullDisk(random, path -> false).meets(run("undisturbed"), run("disturbed"), writer);
  }

  private Path run(String name) throws IOException {
    Path run = Files.createDirectories(directory.resolve(name));
    Files.writeString(run.resolve("config.conf"), "seed = 1\n");
    Files.writeString(run.resolve("metrics.jsonl"), "{\"step\":1}\n{\"step\":2}\n");
    Files.writeString(run.resolve("evaluation.json"), "{}");
    return run;
  }

  private static Map<String, Tensor> tensors() {
    float[] values = new float[700];
    Arrays.fill(values, 0.5f);
    return Map.of("a", Tensor.ofFloats(values, 0, 7, 100));
  }

  private static Map<String, Object> facts() {
    return Map.of("number", 3, "text", "x".repeat(100));
  }

  private FileSystem fs(org.apache.hadoop.fs.Path path) {
    return FileSystems.of(hadoop, path);
  }

  private MetricsLog log(org.apache.hadoop.fs.Path run) {
    return new MetricsLog(fs(run), Paths.in(run, "metrics.jsonl"));
  }

  private RunDirectory open(org.apache.hadoop.fs.Path run) {
    return RunDirectory.open(hadoop, run);
  }

  @Test
  void models() throws IOException {
    meets(run -> open(run).writeModel(tensors(), facts()));
  }

  /** A checkpoint that is whole but was not announced counts for nothing. */
  @Test
  void checkpoints() throws IOException {
    Checkpoint checkpoint = new Checkpoint(2, 1, tensors(), facts());
    new FullDisk(random, path -> path.startsWith("checkpoints/step-"))
        .meets(
            run("undisturbed"),
            run("disturbed"),
            run -> {
              fs(run).delete(Paths.in(run, "checkpoints"), true);
              open(run).checkpoints(warning -> {}).write(checkpoint);
            });
  }

  @Test
  void logs() throws IOException {
    meets(run -> log(run).append(facts()));
    meets(run -> log(run).truncateAfter(1, "none"));
    meets(run -> open(run).steps().append(facts()));
  }

  @Test
  void locks() throws IOException {
    meets(run -> open(run).lock(warning -> {}).close());
  }

  @Test
  void whatBelongsToARun() throws IOException {
    meets(run -> open(run).writeConfig("seed = 2\n"));
    meets(run -> open(run).writeDataLocation("file:/data"));
    meets(run -> open(run).writeEvaluation(facts()));
    meets(run -> open(run).writeImage("a.png", new byte[500]));
  }

  @Test
  void descriptionsOfTables() throws IOException {
    TableManifest manifest =
        new TableManifest(TableManifest.Kind.FEATURES, "title", Map.of("train", 3L), facts());
    meets(run -> manifest.write(fs(run), run));
  }
}
