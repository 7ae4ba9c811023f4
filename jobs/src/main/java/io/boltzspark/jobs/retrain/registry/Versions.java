package io.boltzspark.jobs.retrain.registry;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.store.Json;
import io.boltzspark.store.RunDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;

/**
 * The trained models of a registry. Each is a directory that any command accepts as a run, and that
 * never changes except for its latest evaluation. {@code version.json} is written last; a directory
 * without it is incomplete and ignored.
 */
public final class Versions {
  private static final String FACTS = "version.json";
  private static final long LARGEST_FACTS = 1 << 20;
  private static final Pattern DIRECTORY = Pattern.compile("v[0-9]{4,6}");

  /** The parts of a training that become a version: all but its checkpoints and lock. */
  private static final List<String> KEPT =
      List.of("config.conf", "run.json", "metrics.jsonl", "model", "samples", "evaluation.json");

  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path directory;

  Versions(Configuration hadoop, Path directory) {
    this.hadoop = hadoop;
    this.fs = FileSystems.of(hadoop, directory);
    this.directory = directory;
  }

  /** The directory of a version, whether it exists or not. */
  public Path path(int number) {
    return Paths.in(directory, Names.ofVersion(number));
  }

  /**
   * All versions, oldest first.
   *
   * @throws BoltzException BAD_INPUT when one is damaged, or a link
   */
  public SortedMap<Integer, ModelVersion> all() {
    SortedMap<Integer, ModelVersion> all = new TreeMap<>();
    try {
      // Sorted, so that the error names the first of several damaged ones.
      for (FileStatus status : Arrays.stream(fs.listStatus(directory)).sorted().toList()) {
        Path facts = Paths.in(status.getPath(), FACTS);
        if (DIRECTORY.matcher(status.getPath().getName()).matches() && fs.exists(facts)) {
          Names.requireNoLink(fs, status.getPath());
          ModelVersion version = read(facts);
          all.put(version.number(), version);
        }
      }
    } catch (FileNotFoundException e) {
      return all; // there are no versions yet
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot list " + directory + ": " + e, e);
    }
    return all;
  }

  private ModelVersion read(Path facts) {
    return ModelVersion.read(
        Json.parse(WholeFiles.read(fs, facts, LARGEST_FACTS), facts.toString()), facts.toString());
  }

  /**
   * A version, its model verified.
   *
   * @throws BoltzException BAD_INPUT when it does not exist, or its model was replaced
   */
  ModelVersion get(int number) {
    ModelVersion version = all().get(number);
    if (version == null) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "there is no version %s in %s; existing versions: %s"
              .formatted(Names.ofVersion(number), directory, names()));
    }
    String sha256 = RunDirectory.open(hadoop, path(number)).readModel().sha256();
    if (!sha256.equals(version.training().modelSha256())) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the model of %s has the SHA-256 %s instead of %s: it was replaced"
              .formatted(path(number), sha256, version.training().modelSha256()));
    }
    return version;
  }

  private String names() {
    List<String> names = all().values().stream().map(ModelVersion::name).toList();
    return names.isEmpty() ? "none" : String.join(", ", names);
  }

  /** The version that a run made, if it got that far. */
  public Optional<ModelVersion> by(String runId) {
    return all().values().stream().filter(version -> version.runId().equals(runId)).findFirst();
  }

  /** Makes a version of a training; replaces leftovers of an earlier attempt. */
  public void publish(Path training, ModelVersion version) {
    Path target = path(version.number());
    try (StagedDirectory staged = StagedDirectory.createAlone(hadoop, target)) {
      for (String name : KEPT) {
        Path from = Paths.in(training, name);
        if (fs.exists(from)) {
          FileUtil.copy(fs, from, fs, Paths.in(staged.path(), name), false, hadoop);
        }
      }
      staged.commit();
    } catch (IOException e) {
      throw WriteFailure.of("cannot write " + target, e);
    }
    WholeFiles.write(fs, Paths.in(target, FACTS), Json.pretty(version.json()));
  }

  /**
   * Deletes what processes left that died while they were writing or deleting a version. The caller
   * must hold the registry's lock.
   */
  void deleteLeftovers() {
    Leftovers.delete(fs, directory, this::isIncomplete);
  }

  private boolean isIncomplete(Path version) throws IOException {
    return DIRECTORY.matcher(version.getName()).matches()
        && !Names.isLink(fs, version)
        && !fs.exists(Paths.in(version, FACTS));
  }

  /**
   * Deletes a version, beginning with its {@code version.json}, so that an incomplete deletion is
   * ignored.
   */
  public void delete(int number) {
    try {
      fs.delete(Paths.in(path(number), FACTS), false);
      fs.delete(path(number), true);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot delete " + path(number) + ": " + e, e);
    }
  }
}
