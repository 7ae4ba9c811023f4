package io.boltzspark.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.OutputExists;
import io.boltzspark.files.Paths;
import io.boltzspark.files.Unfinished;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.files.WriteFailure;
import io.boltzspark.files.WritePermission;
import io.boltzspark.math.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The directory of one training; the package page shows its layout. */
public final class RunDirectory {
  private static final String CONFIG = "config.conf";
  private static final String ORIGIN = "run.json";
  private static final String DATA_FIELD = "data";
  private static final String METRICS = "metrics.jsonl";
  private static final String STEPS = "steps.jsonl";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String MODEL = "model";
  private static final String SAMPLES = "samples";
  private static final String REPORT = "report.html";
  private static final String EVALUATION = "evaluation.json";
  private static final List<String> LAYOUT =
      List.of(
          CONFIG,
          ORIGIN,
          METRICS,
          STEPS,
          CHECKPOINTS,
          MODEL,
          SAMPLES,
          REPORT,
          EVALUATION,
          RunLock.FILE);
  private static final long LARGEST_CONFIG = 16L << 20;
  private static final long LARGEST_ORIGIN = 1L << 20;
  private static final long LARGEST_EVALUATION = 64L << 20;
  private static final long LARGEST_IMAGE = 64L << 20;

  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path path;

  /** Of a directory that was just made; null once it is taken. */
  private RunLock held;

  private RunDirectory(Configuration hadoop, FileSystem fs, Path path) {
    this.hadoop = hadoop;
    this.fs = fs;
    this.path = path;
  }

  /**
   * Creates an empty directory for a new training.
   *
   * @param overwrite whether to delete an existing directory, provided that it is a run and nothing
   *     else: it has a {@code config.conf} and only files of a run
   * @throws BoltzException OUTPUT_EXISTS if the directory is not empty and {@code overwrite} is
   *     false, or is not a run, or a training is writing to it; ENVIRONMENT if it cannot be
   *     created; USAGE if no {@link ModelReference} could name it
   */
  public static RunDirectory create(Configuration hadoop, Path path, boolean overwrite) {
    RunDirectory run = createLocked(hadoop, path, overwrite, empty -> {});
    run.lock(warning -> {}).close();
    return run;
  }

  /**
   * The same, keeping all others out from before anything is deleted or written: the next {@link
   * #lock} gives the lock that is already held.
   *
   * @param begin writes the first files
   */
  public static RunDirectory createLocked(
      Configuration hadoop, Path path, boolean overwrite, Consumer<RunDirectory> begin) {
    requireFree(hadoop, path, overwrite);
    FileSystem fs = FileSystems.of(hadoop, path);
    RunDirectory run = new RunDirectory(hadoop, fs, fs.makeQualified(path));
    try {
      if (!fs.mkdirs(run.path)) {
        throw new IOException("the file system gives no reason");
      }
      run.held = run.lock(warning -> {});
      try {
        run.clear(overwrite);
        begin.accept(run);
      } catch (IOException | RuntimeException e) {
        run.held.close();
        throw e;
      }
    } catch (IOException e) {
      throw cannotMake(run.path, e);
    }
    return run;
  }

  /** Looks again, since another process may have begun between the first look and the lock. */
  private void clear(boolean overwrite) throws IOException {
    requireReplaceable(fs, path, overwrite);
    for (FileStatus child : fs.listStatus(path)) {
      if (!child.getPath().getName().equals(RunLock.FILE)) {
        fs.delete(child.getPath(), true);
      }
    }
  }

  /**
   * Fails wherever {@link #create} would fail because of its name or existing files, or because
   * nothing can be written, without changing anything: for use before long work starts.
   */
  public static void requireFree(Configuration hadoop, Path path, boolean overwrite) {
    ModelReference.requireNameable(path);
    FileSystem fs = FileSystems.of(hadoop, path);
    Path whole = fs.makeQualified(path);
    try {
      if (fs.exists(whole) && !fs.getFileStatus(whole).isDirectory()) {
        throw OutputExists.isFile(whole);
      }
      requireReplaceable(fs, whole, overwrite);
      RunLock.requireFree(fs, whole, RunLock.OF_A_RUN);
      WritePermission.require(fs, whole);
    } catch (IOException e) {
      throw cannotMake(whole, e);
    }
  }

  private static void requireReplaceable(FileSystem fs, Path whole, boolean overwrite)
      throws IOException {
    if (isUnbegun(fs, whole)) {
      return;
    }
    if (!overwrite) {
      throw OutputExists.replaceable(
          whole,
          "use --resume to continue that training, or --overwrite to delete it and start again");
    }
    requireRun(whole, fs.listStatus(whole));
  }

  /**
   * Whether a path holds nothing of value: no directory, an empty one, or one in which a training
   * died before it wrote its configuration.
   *
   * @throws IOException if this cannot be determined
   */
  public static boolean isUnbegun(FileSystem fs, Path path) throws IOException {
    if (fs.exists(path)) {
      for (FileStatus child : fs.listStatus(path)) {
        String name = child.getPath().getName();
        if (!name.equals(RunLock.FILE) && !isUnfinished(name)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Unfinished files and file-system checksums: a dot followed by a name of the layout and a
   * suffix.
   */
  private static boolean isUnfinished(String name) {
    return name.startsWith(WritePermission.PROBE)
        || LAYOUT.stream().anyMatch(part -> name.startsWith("." + part));
  }

  private static BoltzException cannotMake(Path whole, IOException e) {
    return WriteFailure.of(
        "cannot create the run directory " + whole + " (is its parent a writable directory?)", e);
  }

  /**
   * Opens the directory of an earlier training, for reading or resuming.
   *
   * @throws BoltzException BAD_INPUT if it is missing or is not a run
   */
  public static RunDirectory open(Configuration hadoop, Path path) {
    FileSystem fs = FileSystems.of(hadoop, path);
    Path whole = fs.makeQualified(path);
    RunDirectory run = new RunDirectory(hadoop, fs, whole);
    if (!run.exists(whole)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the run directory "
              + whole
              + " does not exist (to name a checkpoint of a run, use RUN@epoch:N or RUN@step:N)");
    }
    if (!run.exists(Paths.in(whole, CONFIG))) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          whole
              + " is not a run directory: it has no "
              + CONFIG
              + "; name the run itself, not a directory in it (a training that ended before writing"
              + " it cannot be resumed: start it again)");
    }
    return run;
  }

  /**
   * Fails if the run cannot be written to: for use before long work starts.
   *
   * @throws BoltzException ENVIRONMENT if it cannot be written to
   */
  public void requireWritable() {
    WritePermission.require(fs, path);
  }

  /** The directory, with scheme. */
  public Path path() {
    return path;
  }

  /** The path of {@code report.html}. */
  public Path reportFile() {
    return Paths.in(path, REPORT);
  }

  /** Stores the evaluation of the trained model, replacing an earlier one. */
  public void writeEvaluation(Map<String, Object> facts) {
    WholeFiles.write(fs, evaluationFile(), Json.pretty(facts));
  }

  /** The path of the evaluation. */
  public Path evaluationFile() {
    return Paths.in(path, EVALUATION);
  }

  /**
   * The latest evaluation of the trained model; empty if there is none.
   *
   * @throws BoltzException BAD_INPUT if it is damaged
   */
  public Optional<JsonNode> readEvaluation() {
    Path file = evaluationFile();
    return exists(file)
        ? Optional.of(Json.parse(WholeFiles.read(fs, file, LARGEST_EVALUATION), file.toString()))
        : Optional.empty();
  }

  /** The directory of the pictures, created with the first one. */
  public Path samplesDirectory() {
    return Paths.in(path, SAMPLES);
  }

  /**
   * Acquires the lock for writing here; hold it while a training runs.
   *
   * @param warnings receives a sentence when the lock of a dead process is taken over
   * @throws BoltzException OUTPUT_EXISTS if another process holds it; the message names the
   *     process, and the file to remove if it is dead
   */
  public RunLock lock(Consumer<String> warnings) {
    if (held != null) {
      RunLock taken = held;
      held = null;
      return taken;
    }
    return RunLock.acquire(fs, path, RunLock.OF_A_RUN, warnings);
  }

  /** Stores the resolved configuration, replacing an earlier one. */
  public void writeConfig(String hocon) {
    WholeFiles.write(fs, Paths.in(path, CONFIG), hocon.getBytes(StandardCharsets.UTF_8));
  }

  /** The resolved configuration. */
  public String readConfig() {
    return new String(
        WholeFiles.read(fs, Paths.in(path, CONFIG), LARGEST_CONFIG), StandardCharsets.UTF_8);
  }

  /**
   * Stores the location of the training's data, so that resuming does not require it. This is not a
   * setting: the same data at another location gives the same model.
   *
   * @param location a path, with scheme
   */
  public void writeDataLocation(String location) {
    WholeFiles.write(fs, Paths.in(path, ORIGIN), Json.pretty(Map.of(DATA_FIELD, location)));
  }

  /**
   * Refuses to resume what holds only a model, as an import or a program leaves it.
   *
   * @throws BoltzException BAD_INPUT, with how to train further
   */
  public void requireTraining() {
    if (hasModel() && !exists(Paths.in(path, ORIGIN)) && !exists(Paths.in(path, METRICS))) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has a model but no training to resume, as after an import; start another run from it: --out RUN --from %s"
              .formatted(path, path));
    }
  }

  /**
   * The location of the training's data when it was last started.
   *
   * @throws BoltzException BAD_INPUT if the run does not say
   */
  public String readDataLocation() {
    Path file = Paths.in(path, ORIGIN);
    String location;
    try {
      location =
          Json.parse(WholeFiles.read(fs, file, LARGEST_ORIGIN), file.toString())
              .path(DATA_FIELD)
              .asText();
    } catch (BoltzException e) {
      throw new BoltzException(e.exitCode(), e.getMessage() + "; specify the data with --data", e);
    }
    if (location.isBlank()) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, file + " does not say where the data is; specify it with --data");
    }
    return location;
  }

  /**
   * The checkpoints, possibly none yet.
   *
   * @param warnings gets a sentence for each damage that was worked around
   */
  public CheckpointStore checkpoints(Consumer<String> warnings) {
    return new CheckpointStore(hadoop, Paths.in(path, CHECKPOINTS), warnings);
  }

  /** The log of metrics, possibly empty. */
  public MetricsLog metrics() {
    return new MetricsLog(fs, Paths.in(path, METRICS));
  }

  /** The log of values of every step, such as losses; empty where a program measures none. */
  public MetricsLog steps() {
    return new MetricsLog(fs, Paths.in(path, STEPS));
  }

  /**
   * Stores the trained model, replacing an earlier one.
   *
   * @return its {@code model_sha256}
   * @see ModelStore#write
   */
  public String writeModel(Map<String, Tensor> tensors, Map<String, Object> description) {
    return ModelStore.write(hadoop, Paths.in(path, MODEL), tensors, description, true);
  }

  /** The path of the model, whether or not it exists yet. */
  public Path modelDirectory() {
    return Paths.in(path, MODEL);
  }

  /** Whether training has produced a model yet, and stored all of it. */
  public boolean hasModel() {
    try {
      return exists(modelDirectory()) && !Unfinished.isIn(fs, modelDirectory());
    } catch (IOException e) {
      throw cannotRead(modelDirectory(), e);
    }
  }

  /**
   * The trained model.
   *
   * @throws BoltzException BAD_INPUT if the run has none; the message says whether it has
   *     checkpoints, and how to name one
   */
  public StoredModel readModel() {
    if (hasModel()) {
      return ModelStore.read(hadoop, Paths.in(path, MODEL));
    }
    List<Long> steps = checkpoints(warning -> {}).steps();
    throw new BoltzException(
        ExitCode.BAD_INPUT,
        "the run "
            + path
            + " has no model: its training has not ended, and it has "
            + (steps.isEmpty()
                ? "no checkpoints either"
                : "checkpoints of the steps "
                    + steps
                    + ": use one as RUN@step:"
                    + steps.get(steps.size() - 1)
                    + ", or finish the training with --resume"));
  }

  /**
   * Stores a picture among the samples.
   *
   * @param name the file's name, such as {@code epoch-003.png}
   * @return its path
   */
  public Path writeImage(String name, byte[] png) {
    Path file = Paths.in(samplesDirectory(), name);
    WholeFiles.write(fs, file, png);
    return file;
  }

  /**
   * The pictures among the samples, by name, in the order of their names.
   *
   * @throws BoltzException BAD_INPUT if one cannot be read, or is larger than any picture of a run
   */
  public SortedMap<String, byte[]> readImages() {
    SortedMap<String, byte[]> images = new TreeMap<>();
    if (exists(samplesDirectory())) {
      try {
        for (FileStatus file : fs.listStatus(samplesDirectory())) {
          String name = file.getPath().getName();
          if (file.isFile() && name.endsWith(".png") && !name.startsWith(".")) {
            images.put(name, WholeFiles.read(fs, file.getPath(), LARGEST_IMAGE));
          }
        }
      } catch (IOException e) {
        throw cannotRead(samplesDirectory(), e);
      }
    }
    return images;
  }

  private boolean exists(Path file) {
    try {
      return fs.exists(file);
    } catch (IOException e) {
      throw cannotRead(file, e);
    }
  }

  private static BoltzException cannotRead(Path file, IOException e) {
    return new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
  }

  private static void requireRun(Path run, FileStatus[] children) {
    boolean configured = false;
    for (FileStatus child : children) {
      String name = child.getPath().getName();
      configured |= name.equals(CONFIG);
      if (!LAYOUT.contains(name) && !isUnfinished(name)) {
        throw notARun(run, "it holds " + name);
      }
    }
    if (!configured) {
      throw notARun(run, "it has no " + CONFIG);
    }
  }

  private static BoltzException notARun(Path run, String reason) {
    return new BoltzException(
        ExitCode.OUTPUT_EXISTS,
        run
            + " is not only a run ("
            + reason
            + "), so --overwrite does not delete it: choose another --out, or delete it yourself");
  }
}
