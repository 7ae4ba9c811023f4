package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.store.Json;
import io.boltzspark.store.RunLock;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A line of models and its history; the package page shows the layout. */
public final class Registry {
  private static final String MARKER = "registry.json";
  private static final String FORMAT = "boltzspark-registry";
  private static final int VERSION = 1;
  private static final long LARGEST_MARKER = 1 << 16;
  private static final String RUNS = "runs";
  private static final String VERSIONS = "versions";
  private static final String PROMOTIONS = "promotions";
  private static final String CONSUMED = "consumed";

  /** The advice to a retraining that finds the registry locked. */
  public static final String LONGER_WAIT = "increase lock.wait in the specification";

  private final FileSystem fs;
  private final Path path;
  private final Versions versions;
  private final Promotions promotions;
  private final Watermark watermark;

  private Registry(Configuration hadoop, FileSystem fs, Path path) {
    this.fs = fs;
    this.path = path;
    this.versions = new Versions(hadoop, Paths.in(path, VERSIONS));
    this.promotions = new Promotions(new Journal(fs, Paths.in(path, PROMOTIONS)));
    this.watermark = new Watermark(new Journal(fs, Paths.in(path, CONSUMED)));
  }

  /**
   * Opens a registry, empty if it does not exist yet; writes nothing.
   *
   * @throws BoltzException BAD_CONFIGURATION when the directory is not a registry; BAD_INPUT when
   *     it is a registry of another version
   */
  public static Registry openOrEmpty(Configuration hadoop, String directory) {
    Path given = Paths.of(directory);
    FileSystem fs = FileSystems.of(hadoop, given);
    Registry registry = new Registry(hadoop, fs, fs.makeQualified(given));
    if (!registry.exists() && !registry.isFree()) {
      throw new BoltzException(
          ExitCode.BAD_CONFIGURATION,
          "%s is not a registry (it has no %s); choose another directory"
              .formatted(registry.path, MARKER));
    }
    return registry;
  }

  /**
   * Opens a registry that exists.
   *
   * @throws BoltzException BAD_INPUT when it does not
   */
  static Registry open(Configuration hadoop, String directory) {
    Registry registry = openOrEmpty(hadoop, directory);
    if (!registry.exists()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "there is no registry in %s yet; create it with boltz retrain".formatted(registry.path));
    }
    return registry;
  }

  private boolean exists() {
    Path marker = Paths.in(path, MARKER);
    try {
      if (!fs.exists(marker)) {
        return false;
      }
    } catch (IOException e) {
      throw cannotRead(e);
    }
    ObjectNode json = Json.parse(WholeFiles.read(fs, marker, LARGEST_MARKER), marker.toString());
    if (!json.path("format").asText().equals(FORMAT) || json.path("version").asInt() != VERSION) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s does not describe a registry of version %d".formatted(marker, VERSION));
    }
    return true;
  }

  /**
   * Whether the directory has nothing but leftovers of a process that died while creating a
   * registry.
   */
  private boolean isFree() {
    try {
      for (FileStatus child : fs.listStatus(path)) {
        String name = child.getPath().getName();
        if (!name.startsWith("." + MARKER)) {
          return false;
        }
      }
      return true;
    } catch (FileNotFoundException e) {
      return true;
    } catch (IOException e) {
      throw cannotRead(e);
    }
  }

  /** Creates it unless it exists. */
  public void create() {
    if (!exists()) {
      Map<String, Object> marker = new LinkedHashMap<>();
      marker.put("format", FORMAT);
      marker.put("version", VERSION);
      WholeFiles.write(fs, Paths.in(path, MARKER), Json.pretty(marker));
    }
  }

  /**
   * Acquires the right to change it.
   *
   * @see RunLock#acquire
   */
  public RunLock lock(Duration wait, String remedy, Consumer<String> warnings) {
    return RunLock.acquire(fs, path, wait, remedy, warnings);
  }

  /** The process that may change it now, as a sentence. */
  public Optional<String> owner() {
    try {
      RunLock.requireFree(fs, path, LONGER_WAIT);
      return Optional.empty();
    } catch (BoltzException e) {
      if (e.exitCode() != ExitCode.OUTPUT_EXISTS) {
        throw e;
      }
      return Optional.of(e.getMessage());
    }
  }

  /** Its path, with scheme. */
  public Path path() {
    return path;
  }

  public Versions versions() {
    return versions;
  }

  public Promotions promotions() {
    return promotions;
  }

  public Watermark watermark() {
    return watermark;
  }

  /** The number of the next version; numbers are never reused. */
  public int nextVersion() {
    int newest = versions.all().isEmpty() ? 0 : versions.all().lastKey();
    int promoted = promotions.times().keySet().stream().mapToInt(v -> v).max().orElse(0);
    return Math.max(newest, promoted) + 1;
  }

  /**
   * A run, which may not have started.
   *
   * @throws BoltzException USAGE when the id is not a valid name, BAD_INPUT when it is a link
   */
  public RunFolder run(String id) {
    Names.require(id, "--run-id", ExitCode.USAGE);
    Path folder = Paths.in(Paths.in(path, RUNS), id);
    Names.requireNoLink(fs, folder);
    return new RunFolder(fs, folder);
  }

  /** Deletes what processes that died were writing or deleting, except in runs. */
  public void deleteLeftovers() {
    versions().deleteLeftovers();
    for (String name : List.of(PROMOTIONS, CONSUMED)) {
      Leftovers.delete(fs, Paths.in(path, name));
    }
  }

  /** Every run that has started. */
  public List<RunFolder> runs() {
    List<RunFolder> runs = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(Paths.in(path, RUNS))) {
        String name = status.getPath().getName();
        if (status.isDirectory() && Names.isAllowed(name) && !Names.isLink(fs, status.getPath())) {
          runs.add(new RunFolder(fs, status.getPath()));
        }
      }
    } catch (FileNotFoundException e) {
      return runs; // there are none yet
    } catch (IOException e) {
      throw cannotRead(e);
    }
    return runs;
  }

  private BoltzException cannotRead(IOException e) {
    return new BoltzException(ExitCode.BAD_INPUT, "cannot read the registry " + path + ": " + e, e);
  }
}
