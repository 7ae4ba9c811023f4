package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The description of a directory of tables computed from a model and data: a JSON file beside the
 * tables, which have a directory per part of the data. It is written last, so a directory with a
 * manifest is complete. It does not record when and where it was written.
 *
 * @param kind the content of the tables
 * @param title the name under which results on it are shown
 * @param rows number of rows of each table, by its directory's name
 * @param facts its origin: JSON values by name
 */
public record TableManifest(
    Kind kind, String title, Map<String, Long> rows, Map<String, Object> facts) {

  /** The content of tables, in the column of the same name. */
  public enum Kind {
    /** Arrays of float, the means of hidden units. */
    FEATURES("features"),
    /** Free energies, as doubles. */
    FREE_ENERGIES("free_energy"),
    /** The most probable label, an integer; beside it the probabilities of all. */
    PREDICTED_LABELS("predicted_label");

    private final String column;

    Kind(String column) {
      this.column = column;
    }

    /** The column of the content. */
    public String column() {
      return column;
    }

    /** The manifest's name within its directory. */
    public String fileName() {
      return column + ".json";
    }
  }

  private static final String FORMAT = "boltzspark-tables";
  private static final int VERSION = 1;
  private static final long MAXIMUM_BYTES = 1L << 20;

  public TableManifest {
    rows = Collections.unmodifiableMap(new LinkedHashMap<>(rows));
    facts = Json.normalise(facts);
  }

  /**
   * Whether a directory has a manifest of this kind.
   *
   * @throws BoltzException BAD_INPUT if this cannot be determined
   */
  public static boolean isIn(Configuration hadoop, Path directory, Kind kind) {
    try {
      return FileSystems.of(hadoop, directory).exists(Paths.in(directory, kind.fileName()));
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  /**
   * Reads the manifest of a directory.
   *
   * @throws BoltzException BAD_INPUT if it is missing, damaged or of another version
   */
  public static TableManifest read(Configuration hadoop, Path directory, Kind kind) {
    Path file = Paths.in(directory, kind.fileName());
    FileSystem fs = FileSystems.of(hadoop, directory);
    ObjectNode json = Json.parse(WholeFiles.read(fs, file, MAXIMUM_BYTES), file.toString());
    require(json.path("format").asText().equals(FORMAT), file, "its format is not " + FORMAT);
    require(json.path("version").asInt() == VERSION, file, "its version is not " + VERSION);
    require(json.path("title").isTextual(), file, "it has no title");
    require(json.path("facts").isObject(), file, "it has no facts");
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> part : json.path("rows").properties()) {
      boolean counts = part.getValue().isIntegralNumber() && part.getValue().canConvertToLong();
      long count = part.getValue().asLong();
      require(counts && count > 0, file, "it has " + part.getValue() + " rows to " + part.getKey());
      rows.put(part.getKey(), count);
    }
    require(!rows.isEmpty(), file, "it has no rows");
    return new TableManifest(
        kind, json.get("title").textValue(), rows, Json.toMap((ObjectNode) json.get("facts")));
  }

  private static void require(boolean holds, Path file, String otherwise) {
    if (!holds) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, file + " is damaged: " + otherwise + "; create its directory again");
    }
  }

  /** Writes the file into {@code directory} atomically. */
  public void write(FileSystem fs, Path directory) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.put("version", VERSION);
    json.put("title", title);
    json.put("rows", rows);
    json.put("facts", facts);
    WholeFiles.write(fs, Paths.in(directory, kind.fileName()), Json.pretty(json));
  }
}
