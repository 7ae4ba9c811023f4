package io.boltzspark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.math.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelStoreTest {
  private static final Map<String, Tensor> TENSORS =
      Map.of(
          "weights.0", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6}, 0, 3, 2),
          "bias.0", Tensor.ofFloats(new float[] {7, 8, 9}, 0, 3));
  private static final Map<String, Object> DESCRIPTION = description();

  private static Map<String, Object> description() {
    Map<String, Object> inOrder = new LinkedHashMap<>();
    inOrder.put("layers", List.of(3, 2));
    inOrder.put("seed", 7L);
    return inOrder;
  }

  private final Configuration hadoop = new Configuration();
  @TempDir Path temporary;
  private Path directory;
  private org.apache.hadoop.fs.Path path;

  @BeforeEach
  void setUp() {
    directory = temporary.resolve("model");
    path = new org.apache.hadoop.fs.Path(directory.toString());
  }

  @Test
  void readsWhatWasWritten() throws IOException {
    String sha256 = ModelStore.write(hadoop, path, TENSORS, DESCRIPTION, false);
    StoredModel model = ModelStore.read(hadoop, path);
    assertEquals(TENSORS, model.tensors());
    assertEquals("{\"layers\":[3,2],\"seed\":7}", model.description().toString());
    assertEquals(sha256, model.sha256());
    assertEquals(
        WholeFiles.sha256(Files.readAllBytes(directory.resolve("model.safetensors"))), sha256);
  }

  @Test
  void anExistingModelNeedsOverwrite() {
    ModelStore.write(hadoop, path, TENSORS, DESCRIPTION, false);
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> ModelStore.write(hadoop, path, Map.of(), DESCRIPTION, false));
    assertEquals(ExitCode.OUTPUT_EXISTS, error.exitCode());
    ModelStore.write(hadoop, path, Map.of(), DESCRIPTION, true);
    assertEquals(Map.of(), ModelStore.read(hadoop, path).tensors());
  }

  @Test
  void damagedParametersAreNeverRead() throws IOException {
    ModelStore.write(hadoop, path, TENSORS, DESCRIPTION, false);
    Damage.everywhere(
        directory.resolve("model.safetensors"),
        () -> ModelStore.read(hadoop, path).tensors(),
        (tensors, damage) -> assertEquals(TENSORS, tensors, damage));
    assertEquals(TENSORS, ModelStore.read(hadoop, path).tensors());
  }

  @Test
  void aDamagedDescriptionIsAnErrorOrLeavesTheParameters() throws IOException {
    ModelStore.write(hadoop, path, TENSORS, DESCRIPTION, false);
    Damage.everywhere(
        directory.resolve("model.json"),
        () -> ModelStore.read(hadoop, path).tensors(),
        (tensors, damage) -> assertEquals(TENSORS, tensors, damage));
  }

  @Test
  void parametersOfAnotherModelAreRefused() throws IOException {
    ModelStore.write(hadoop, path, TENSORS, DESCRIPTION, false);
    org.apache.hadoop.fs.Path other = new org.apache.hadoop.fs.Path(temporary + "/other");
    ModelStore.write(hadoop, other, Map.of(), DESCRIPTION, false);
    Files.delete(directory.resolve("model.safetensors"));
    Files.copy(
        temporary.resolve("other/model.safetensors"), directory.resolve("model.safetensors"));
    BoltzException error = assertThrows(BoltzException.class, () -> ModelStore.read(hadoop, path));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("belongs to another model"), error.getMessage());
  }

  @Test
  void missingFilesAreNamed() throws IOException {
    assertTrue(
        assertThrows(BoltzException.class, () -> ModelStore.read(hadoop, path))
            .getMessage()
            .contains("model.json does not exist"));
    ModelStore.write(hadoop, path, TENSORS, DESCRIPTION, false);
    Files.delete(directory.resolve("model.safetensors"));
    assertTrue(
        assertThrows(BoltzException.class, () -> ModelStore.read(hadoop, path))
            .getMessage()
            .contains("model.safetensors does not exist"));
  }
}
