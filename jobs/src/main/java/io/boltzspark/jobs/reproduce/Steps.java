package io.boltzspark.jobs.reproduce;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.OutputExists;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.files.WritePermission;
import io.boltzspark.store.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * {@code steps.json}: the commands that are done, with their results, so that a reproduction goes
 * on where it was. A command is done if it stands there with what it was given, such as the SHA-256
 * of a model.
 */
final class Steps {
  static final String FILE = "steps.json";
  static final String LOCK = "owner.json";

  private static final List<String> LAYOUT =
      List.of(
          FILE,
          LOCK,
          CommandWords.DATA,
          CommandWords.RUNS,
          CommandWords.PICTURES,
          ReproduceAction.PAGE,
          ReproduceAction.NUMBERS);
  private static final String EXPERIMENT = "experiment";
  private static final long LARGEST = 64L << 20;

  private final FileSystem fs;
  private final Path directory;
  private final Map<String, Object> head;
  private final Map<String, Step> steps = new LinkedHashMap<>();

  private record Step(String given, JsonNode result) {}

  private Steps(FileSystem fs, Path directory, Map<String, Object> head) {
    this.fs = fs;
    this.directory = directory;
    this.head = head;
  }

  /**
   * Refuses a directory that holds something else than this experiment in this form, or is not
   * writable, without changing it.
   *
   * @throws BoltzException OUTPUT_EXISTS, ENVIRONMENT or BAD_INPUT
   */
  static void requireUsable(
      Configuration hadoop,
      Path directory,
      Experiment experiment,
      boolean brief,
      boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    try {
      if (fs.exists(directory)) {
        if (!fs.getFileStatus(directory).isDirectory()) {
          throw OutputExists.isFile(directory);
        }
        requireOwn(fs, directory);
      }
      WritePermission.require(fs, directory);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot read " + directory + ": " + e, e);
    }
    if (!overwrite) {
      requireSame(fs, directory, head(experiment, brief));
    }
  }

  private static void requireOwn(FileSystem fs, Path directory) throws IOException {
    boolean empty = true;
    for (FileStatus child : fs.listStatus(directory)) {
      String name = child.getPath().getName();
      if (LAYOUT.contains(name)) {
        empty &= name.equals(LOCK);
      } else if (LAYOUT.stream().noneMatch(part -> name.startsWith("." + part))
          && !name.startsWith(WritePermission.PROBE)) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS,
            "the output %s contains %s, which is not part of a reproduction; choose another --out"
                .formatted(directory, name));
      }
    }
    // Others, too, have directories of these names.
    if (!empty && !stored(fs, directory).map(file -> file.has(EXPERIMENT)).orElse(false)) {
      throw OutputExists.isSomethingElse(directory, FILE);
    }
  }

  private static void requireSame(FileSystem fs, Path directory, Map<String, Object> head) {
    Optional<JsonNode> before = stored(fs, directory);
    if (before.isEmpty()) {
      return;
    }
    for (String key : head.keySet()) {
      if (!before.get().path(key).asText().equals(head.get(key).toString())) {
        throw new BoltzException(
            ExitCode.OUTPUT_EXISTS,
            "the output %s holds a reproduction with %s = %s, not %s; choose another --out, or give --overwrite to replace it"
                .formatted(directory, key, before.get().path(key).asText(), head.get(key)));
      }
    }
  }

  /**
   * The steps that are done; with {@code overwrite} none, and all that is there is deleted.
   *
   * @throws BoltzException BAD_INPUT when the file is damaged, ENVIRONMENT when it cannot be
   *     written
   */
  static Steps open(
      Configuration hadoop,
      Path directory,
      Experiment experiment,
      boolean brief,
      boolean overwrite) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    Steps steps = new Steps(fs, directory, head(experiment, brief));
    if (overwrite) {
      try {
        for (String part : LAYOUT) {
          if (!part.equals(LOCK)) {
            fs.delete(Paths.in(directory, part), true);
          }
        }
      } catch (IOException e) {
        throw WriteFailure.of("cannot replace " + directory, e);
      }
    }
    stored(fs, directory)
        .ifPresent(
            before ->
                before
                    .path("steps")
                    .forEach(
                        step ->
                            steps.steps.put(
                                step.path("command").asText(),
                                new Step(step.path("given").asText(), step.path("result")))));
    steps.write();
    return steps;
  }

  private static Map<String, Object> head(Experiment experiment, boolean brief) {
    Map<String, Object> head = new LinkedHashMap<>();
    head.put(EXPERIMENT, experiment.name());
    head.put("short", brief);
    return head;
  }

  private static Optional<JsonNode> stored(FileSystem fs, Path directory) {
    Path file = file(directory);
    try {
      return fs.exists(file)
          ? Optional.of(Json.parse(WholeFiles.read(fs, file, LARGEST), file.toString()))
          : Optional.empty();
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot read " + file + ": " + e, e);
    }
  }

  /** The result of a command that is done with the same input. */
  Optional<JsonNode> done(List<String> words, String given) {
    return Optional.ofNullable(steps.get(String.join(" ", words)))
        .filter(step -> step.given().equals(given))
        .map(Step::result);
  }

  void add(List<String> words, String given, JsonNode result) {
    steps.put(String.join(" ", words), new Step(given, result));
    write();
  }

  private void write() {
    Map<String, Object> content = new LinkedHashMap<>(head);
    List<Object> all = new ArrayList<>();
    steps.forEach(
        (command, step) -> {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("command", command);
          one.put("given", step.given());
          one.put("result", step.result());
          all.add(one);
        });
    content.put("steps", all);
    WholeFiles.write(fs, file(directory), Json.pretty(content));
  }

  private static Path file(Path directory) {
    return Paths.in(directory, FILE);
  }
}
