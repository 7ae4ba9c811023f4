package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.math.Tensor;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.MachineSpec;
import io.boltzspark.model.Standardisation;
import io.boltzspark.model.UnitSpec;
import io.boltzspark.model.UnitType;
import io.boltzspark.testing.Fuzz;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every file of a run with hostile content is read or refused, and costs no more than its size. */
class ReadersFuzzTest {
  private static final BoltzmannMachine MACHINE =
      BoltzmannMachine.of(
          MachineSpec.of(
              UnitSpec.of(UnitType.GAUSSIAN, 3),
              UnitSpec.of(UnitType.BINOMIAL, 2, 3),
              UnitSpec.of(UnitType.POTTS, 4, 2)));

  private static final Map<String, Tensor> TENSORS =
      TrainedModel.tensors(
          MACHINE,
          new float[MACHINE.layout().size()],
          new Standardisation(new float[3], new float[] {1, 2, 3}));

  private static final Map<String, Object> DESCRIPTION =
      Map.of(
          "layers", TrainedModel.layers(MACHINE),
          "step", 12,
          "image", Map.of("width", 3, "height", 1),
          "metrics", Map.of("step", 12, "free_energy", -1.5e-3));

  private final Configuration hadoop = new Configuration();
  @TempDir Path directory;
  private FileSystem fs;
  private org.apache.hadoop.fs.Path run;

  @BeforeEach
  void makeRun() throws IOException {
    fs = new RawLocalFileSystem();
    fs.initialize(directory.toUri(), hadoop);
    run = new org.apache.hadoop.fs.Path(directory.toUri());
    Files.writeString(directory.resolve("config.conf"), "# none");
  }

  private RunDirectory open() {
    return RunDirectory.open(hadoop, run);
  }

  private org.apache.hadoop.fs.Path path(String name) {
    return new org.apache.hadoop.fs.Path(run, name);
  }

  @Test
  void tensors() throws IOException {
    Path file = directory.resolve("some.safetensors");
    SafeTensors.write(fs, path("some.safetensors"), TENSORS);
    Fuzz.run(
        "safetensors",
        List.of(Files.readAllBytes(file)),
        content -> {
          Files.write(file, content);
          SafeTensors.read(fs, path("some.safetensors"));
        });
  }

  /** The attacker can compute a checksum as well. */
  @Test
  void aModel() throws IOException {
    ModelStore.write(hadoop, path("model"), TENSORS, DESCRIPTION, true);
    Path model = directory.resolve("model");
    byte[] tensors = Files.readAllBytes(model.resolve(ModelStore.TENSORS_FILE));
    byte[] json = Files.readAllBytes(model.resolve(ModelStore.DESCRIPTION_FILE));
    String sum = WholeFiles.sha256(tensors);
    Fuzz.run(
        "model.json",
        List.of(json),
        content -> {
          Files.write(model.resolve(ModelStore.DESCRIPTION_FILE), content);
          TrainedModel.load(hadoop, run.toString(), warning -> {});
        });
    Fuzz.run(
        "model.safetensors",
        List.of(tensors),
        content -> {
          Files.write(model.resolve(ModelStore.TENSORS_FILE), content);
          String text =
              new String(json, StandardCharsets.UTF_8).replace(sum, WholeFiles.sha256(content));
          Files.writeString(model.resolve(ModelStore.DESCRIPTION_FILE), text);
          TrainedModel.load(hadoop, run.toString(), warning -> {});
        });
  }

  @Test
  void aCheckpointWhoseSumsDoNotMatch() throws IOException {
    CheckpointStore store = open().checkpoints(warning -> {});
    store.write(new Checkpoint(12, 1, TENSORS, DESCRIPTION));
    Path checkpoint = directory.resolve("checkpoints/step-0000000012");
    for (String name :
        List.of(
            CheckpointDirectory.FACTS_FILE,
            CheckpointDirectory.TENSORS_FILE,
            CheckpointDirectory.SUMS_FILE)) {
      byte[] whole = Files.readAllBytes(checkpoint.resolve(name));
      Fuzz.run(
          "checkpoint, " + name,
          List.of(whole),
          content -> {
            Files.write(checkpoint.resolve(name), content);
            store.latest();
            store.atEpoch(1);
          });
      Files.write(checkpoint.resolve(name), whole);
    }
  }

  @Test
  void theMarkerOfTheNewestCheckpoint() throws IOException {
    CheckpointStore store = open().checkpoints(warning -> {});
    store.write(new Checkpoint(1, 0, TENSORS, DESCRIPTION));
    store.write(new Checkpoint(12, 1, TENSORS, DESCRIPTION));
    Path marker = directory.resolve("checkpoints/LATEST");
    byte[] whole = Files.readAllBytes(marker);
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= 1;
      Files.write(marker, damaged);
      assertTrue(store.latest().isPresent());
    }
  }

  @Test
  void metrics() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    MetricsLog log = open().metrics();
    for (int step = 0; step < 3; step++) {
      log.append(Map.of("step", step, "epoch", step / 2.0, "stage", "training", "seconds", 0.5));
    }
    Fuzz.run(
        "metrics.jsonl",
        List.of(Files.readAllBytes(file)),
        content -> {
          Files.write(file, content);
          log.read();
          log.truncateAfter(1, "training");
          log.read();
        });
  }

  @Test
  void anEvaluationAndWhereTheDataIs() throws IOException {
    open().writeEvaluation(Map.of("log_likelihood", Map.of("test", Map.of("value", -80.25))));
    Path evaluation = directory.resolve("evaluation.json");
    Fuzz.run(
        "evaluation.json",
        List.of(Files.readAllBytes(evaluation)),
        content -> {
          Files.write(evaluation, content);
          open().readEvaluation();
        });
    open().writeDataLocation("file:/data/somewhere");
    Path origin = directory.resolve("run.json");
    Fuzz.run(
        "run.json",
        List.of(Files.readAllBytes(origin)),
        content -> {
          Files.write(origin, content);
          open().readDataLocation();
        });
  }

  @Test
  void theLockOfAnotherProcess() throws IOException {
    RunLock held = open().lock(warning -> {});
    Path file = directory.resolve(RunLock.FILE);
    byte[] mine = Files.readAllBytes(file);
    held.close();
    byte[] dead =
        new String(mine, StandardCharsets.UTF_8)
            .replaceAll("\"pid\" : [0-9]+", "\"pid\" : 2147483646")
            .getBytes(StandardCharsets.UTF_8);
    Fuzz.run(
        "owner.json",
        List.of(dead),
        Set.of(ExitCode.OUTPUT_EXISTS),
        Fuzz.inputs(),
        content -> {
          Files.write(file, content);
          open().lock(warning -> {}).close();
        });
  }

  @Test
  void tables() throws IOException {
    TableManifest.Kind kind = TableManifest.Kind.FEATURES;
    new TableManifest(kind, "MNIST", Map.of("train", 7L), Map.of("units", 5)).write(fs, run);
    Path file = directory.resolve(kind.fileName());
    Fuzz.run(
        "table manifest",
        List.of(Files.readAllBytes(file)),
        content -> {
          Files.write(file, content);
          TableManifest.read(hadoop, run, kind);
        });
  }

  @Test
  void claimedLengthsAreNotBelieved() throws IOException {
    Path file = directory.resolve("huge.safetensors");
    for (long header : new long[] {1L << 62, -1, Integer.MAX_VALUE, 1L << 32}) {
      Files.write(
          file, ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(header).array());
      assertThrows(BoltzException.class, () -> SafeTensors.read(fs, path("huge.safetensors")));
    }
    // 2^40 and more units, where the file has none of their parameters.
    for (String layers :
        List.of(
            "[{\"type\":\"bernoulli\",\"units\":2147483647},{\"type\":\"bernoulli\",\"units\":512}]",
            "[{\"type\":\"bernoulli\",\"units\":40000},{\"type\":\"bernoulli\",\"units\":40000}]",
            "[{\"type\":\"binomial\",\"units\":3,\"count\":2147483647},{\"type\":\"spin\",\"units\":2}]")) {
      ModelStore.write(hadoop, path("model"), TENSORS, DESCRIPTION, true);
      Path json = directory.resolve("model/model.json");
      String honest = Files.readString(json);
      int from = honest.indexOf("\"layers\"");
      int to = honest.indexOf("} ]", from);
      Files.writeString(
          json, honest.substring(0, from) + "\"layers\":" + layers + honest.substring(to + 3));
      BoltzException e =
          assertThrows(
              BoltzException.class, () -> TrainedModel.load(hadoop, run.toString(), warning -> {}));
      assertTrue(e.exitCode() == ExitCode.BAD_INPUT, e.getMessage());
      assertTrue(e.getMessage().contains(run.toString()), e.getMessage());
    }
  }
}
