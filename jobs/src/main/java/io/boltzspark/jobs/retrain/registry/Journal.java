package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.store.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory of numbered JSON files that are added and never changed; in their order they give the
 * current state. An entry appears as a whole, by the rename of one file, even where the rename of a
 * directory is not atomic. Adding requires the registry's lock.
 */
final class Journal {
  private static final Pattern ENTRY = Pattern.compile("([0-9]{6})\\.json");
  private static final long LARGEST_ENTRY = 256L << 20;

  private final FileSystem fs;
  private final Path directory;

  Journal(FileSystem fs, Path directory) {
    this.fs = fs;
    this.directory = directory;
  }

  /**
   * All entries, oldest first.
   *
   * @throws BoltzException BAD_INPUT when one is missing or damaged
   */
  List<ObjectNode> entries() {
    SortedMap<Integer, Path> files = files();
    if (!files.isEmpty() && files.lastKey() != files.size()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has %d entries, but the last has the number %d; restore the missing ones"
              .formatted(directory, files.size(), files.lastKey()));
    }
    List<ObjectNode> entries = new ArrayList<>();
    for (Path file : files.values()) {
      entries.add(Json.parse(WholeFiles.read(fs, file, LARGEST_ENTRY), file.toString()));
    }
    return entries;
  }

  /** Whether a run has an entry. */
  boolean isBy(String runId) {
    return entries().stream().anyMatch(entry -> entry.path("run_id").asText("").equals(runId));
  }

  /** The number of entries. */
  int size() {
    return files().size();
  }

  /** Adds an entry. */
  void append(Map<String, Object> entry) {
    Path file = Paths.in(directory, "%06d.json".formatted(size() + 1));
    WholeFiles.write(fs, file, Json.pretty(entry));
  }

  private SortedMap<Integer, Path> files() {
    SortedMap<Integer, Path> files = new TreeMap<>();
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        var matcher = ENTRY.matcher(status.getPath().getName());
        if (status.isFile() && matcher.matches()) {
          files.put(Integer.parseInt(matcher.group(1)), status.getPath());
        }
      }
    } catch (FileNotFoundException e) {
      return files; // nothing has been added yet
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot list " + directory + ": " + e, e);
    }
    return files;
  }
}
