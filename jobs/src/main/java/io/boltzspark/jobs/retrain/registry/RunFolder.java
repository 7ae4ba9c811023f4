package io.boltzspark.jobs.retrain.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.Unfinished;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.store.Json;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of a retraining: one for each completed stage, and finally its record. */
public final class RunFolder {
  private static final String STAGES = "stages";
  private static final String RECORD = "record.json";
  private static final String REPORT = "report.html";
  private static final String NEW_DATA = "new";
  private static final String DATA = "data";
  private static final String TRAINING = "training";
  private static final long LARGEST_FILE = 256L << 20;

  private final FileSystem fs;
  private final Path path;

  RunFolder(FileSystem fs, Path path) {
    this.fs = fs;
    this.path = path;
  }

  /** The id of the run. */
  public String id() {
    return path.getName();
  }

  /** The new data alone, as prepared. */
  public Path newData() {
    return Paths.in(path, NEW_DATA);
  }

  /** The training data. */
  public Path data() {
    return Paths.in(path, DATA);
  }

  /** The run directory of the training. */
  public Path training() {
    return Paths.in(path, TRAINING);
  }

  public Path report() {
    return Paths.in(path, REPORT);
  }

  public Path recordFile() {
    return Paths.in(path, RECORD);
  }

  /** The record of the run, once it has ended. */
  public Optional<ObjectNode> record() {
    return read(recordFile());
  }

  /** Writes the record, which ends the run. */
  public void writeRecord(Map<String, Object> record) {
    WholeFiles.write(fs, recordFile(), Json.pretty(record));
  }

  /** The result of a stage, if it is done. */
  public Optional<ObjectNode> stage(Stage stage) {
    return read(stageFile(stage));
  }

  /** Writes the result of a stage, which ends it. */
  public void writeStage(Stage stage, Map<String, Object> result) {
    WholeFiles.write(fs, stageFile(stage), Json.pretty(result));
  }

  /** Deletes what only an active run needs, and unfinished files of attempts that died. */
  public void deleteWork(boolean dataToo) {
    delete(newData());
    delete(training());
    if (dataToo) {
      delete(data());
    }
    Leftovers.delete(fs, path);
    Leftovers.delete(fs, Paths.in(path, STAGES));
  }

  /** Deletes a directory that a process was filling when it died; the caller holds the lock. */
  public void deleteUnfinished(Path part) {
    try {
      if (Unfinished.isIn(fs, part)) {
        delete(part);
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot look at " + part + ": " + e, e);
    }
  }

  public void delete(Path part) {
    try {
      fs.delete(part, true);
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot delete " + part + ": " + e, e);
    }
  }

  private Path stageFile(Stage stage) {
    return Paths.in(Paths.in(path, STAGES), stage.fileName());
  }

  private Optional<ObjectNode> read(Path file) {
    try {
      fs.getFileStatus(file);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
    return Optional.of(Json.parse(WholeFiles.read(fs, file, LARGEST_FILE), file.toString()));
  }
}
