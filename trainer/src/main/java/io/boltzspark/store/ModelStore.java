package io.boltzspark.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.math.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Model directories: {@code model.safetensors} with only the parameters, and {@code model.json}
 * with their description. The latter has the SHA-256 of the former as {@code model_sha256}, which
 * reading verifies, so that parameters are never paired with another model's description.
 */
public final class ModelStore {
  static final String TENSORS_FILE = "model.safetensors";
  static final String DESCRIPTION_FILE = "model.json";
  private static final String SHA256_FIELD = "model_sha256";
  private static final long LARGEST_DESCRIPTION = 64L << 20;

  private ModelStore() {}

  /**
   * Writes a model directory atomically.
   *
   * @param overwrite whether to replace a directory, which the caller's lock keeps others away from
   * @param description JSON values by name (strings, numbers, booleans, lists, maps)
   * @return the SHA-256 of {@code model.safetensors}
   * @throws BoltzException OUTPUT_EXISTS if the directory exists and {@code overwrite} is false;
   *     ENVIRONMENT if it cannot be written
   */
  public static String write(
      Configuration hadoop,
      Path directory,
      Map<String, Tensor> tensors,
      Map<String, Object> description,
      boolean overwrite) {
    if (description.containsKey(SHA256_FIELD)) {
      throw new IllegalArgumentException(
          SHA256_FIELD + " is reserved: it is written by ModelStore");
    }
    try (StagedDirectory staged =
        overwrite
            ? StagedDirectory.createAlone(hadoop, directory)
            : StagedDirectory.create(hadoop, directory, false)) {
      String sha256 =
          SafeTensors.write(staged.fileSystem(), Paths.in(staged.path(), TENSORS_FILE), tensors);
      Map<String, Object> json = new LinkedHashMap<>();
      json.put(SHA256_FIELD, sha256);
      json.putAll(description);
      WholeFiles.write(
          staged.fileSystem(), Paths.in(staged.path(), DESCRIPTION_FILE), Json.pretty(json));
      staged.commit();
      return sha256;
    }
  }

  /**
   * Reads a model directory.
   *
   * @throws BoltzException BAD_INPUT if a file is missing or damaged, or the two do not belong
   *     together
   */
  public static StoredModel read(Configuration hadoop, Path directory) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    Path descriptionFile = Paths.in(directory, DESCRIPTION_FILE);
    ObjectNode description =
        Json.parse(
            WholeFiles.read(fs, descriptionFile, LARGEST_DESCRIPTION), descriptionFile.toString());
    String expected = description.path(SHA256_FIELD).asText();
    Path tensorsFile = Paths.in(directory, TENSORS_FILE);
    SafeTensors.Content content = SafeTensors.read(fs, tensorsFile);
    if (!content.sha256().equals(expected)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          tensorsFile
              + " is damaged or belongs to another model: its SHA-256 is "
              + content.sha256()
              + ", but "
              + DESCRIPTION_FILE
              + " says \""
              + expected
              + "\"");
    }
    description.remove(SHA256_FIELD);
    return new StoredModel(content.tensors(), description, content.sha256());
  }
}
