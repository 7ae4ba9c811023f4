package io.boltzspark.store;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.StagedDirectory;
import io.boltzspark.files.Unfinished;
import io.boltzspark.files.WholeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The checkpoints of a run: directories {@code step-0000001200} that never change once {@code
 * LATEST} has named them or a later one.
 *
 * <p>{@code LATEST} is written last. A directory of a later step than {@code LATEST} names was
 * never announced (the process died in between, or went back to an earlier checkpoint after
 * damage): {@link #latest()} skips it, and the run replaces it when it reaches that step again. To
 * go back by hand, write an earlier directory's name into {@code LATEST}.
 */
public final class CheckpointStore {
  static final String LATEST_FILE = "LATEST";
  private static final long LARGEST_LATEST = 4096;

  private final Configuration hadoop;
  private final FileSystem fs;
  private final Path directory;
  private final Consumer<String> warnings;

  /**
   * @param directory holds the checkpoints; need not exist yet
   * @param warnings receives a sentence for each damage that was worked around
   */
  public CheckpointStore(Configuration hadoop, Path directory, Consumer<String> warnings) {
    this.hadoop = hadoop;
    this.fs = FileSystems.of(hadoop, directory);
    this.directory = fs.makeQualified(directory);
    this.warnings = warnings;
  }

  /**
   * Writes a checkpoint and names it in {@code LATEST}. Writing an identical checkpoint again does
   * nothing; a damaged directory, or one that was never announced, is replaced.
   *
   * @return the checkpoint's directory
   * @throws BoltzException OUTPUT_EXISTS if a checkpoint of that step with other content was
   *     announced; ENVIRONMENT if writing fails
   */
  public Path write(Checkpoint checkpoint) {
    Path target = directoryOf(checkpoint.step());
    if (!alreadyHolds(target, checkpoint)) {
      try (StagedDirectory staged = StagedDirectory.createAlone(hadoop, target)) {
        CheckpointDirectory.write(staged, checkpoint);
        staged.commit();
      }
    }
    WholeFiles.write(
        fs,
        Paths.in(directory, LATEST_FILE),
        (target.getName() + "\n").getBytes(StandardCharsets.US_ASCII));
    return target;
  }

  /**
   * The checkpoint that {@code LATEST} names; if that is damaged, the newest older intact one; if
   * {@code LATEST} is missing or names none, the newest intact one. Empty if there are no
   * checkpoints.
   *
   * @throws BoltzException BAD_INPUT if there are checkpoints but none is intact; the message lists
   *     the reasons
   */
  public Optional<Checkpoint> latest() {
    List<Long> steps = steps();
    OptionalLong announced = announced(steps, warnings);
    List<String> reasons = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (announced.isPresent() && steps.get(i) > announced.getAsLong()) {
        continue;
      }
      try {
        return Optional.of(CheckpointDirectory.read(fs, directoryOf(steps.get(i))));
      } catch (BoltzException e) {
        reasons.add(e.getMessage());
        warnings.accept("passing over a damaged checkpoint: " + e.getMessage());
      }
    }
    if (reasons.isEmpty()) {
      return Optional.empty();
    }
    throw new BoltzException(
        ExitCode.BAD_INPUT,
        "no checkpoint in "
            + directory
            + " is whole (start again with --overwrite):\n  "
            + String.join("\n  ", reasons));
  }

  /**
   * The checkpoint after {@code step} steps.
   *
   * @throws BoltzException BAD_INPUT if there is none (the message lists those that are), or it is
   *     damaged
   */
  public Checkpoint at(long step) {
    List<Long> steps = steps();
    if (!steps.contains(step)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "no checkpoint of step " + step + " in " + directory + ": " + choices("steps", steps));
    }
    return CheckpointDirectory.read(fs, directoryOf(step));
  }

  /**
   * The earliest checkpoint at which {@code epoch} whole epochs were done.
   *
   * @throws BoltzException BAD_INPUT if there is none (the message lists those that are), or it is
   *     damaged
   */
  public Checkpoint atEpoch(int epoch) {
    SortedMap<Integer, Long> firstStep = epochs();
    Long step = firstStep.get(epoch);
    if (step == null) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "no checkpoint of epoch "
              + epoch
              + " in "
              + directory
              + ": "
              + choices("epochs", firstStep.keySet()));
    }
    return CheckpointDirectory.read(fs, directoryOf(step));
  }

  /** The step of the earliest checkpoint at which so many whole epochs were done, by epoch. */
  public SortedMap<Integer, Long> epochs() {
    SortedMap<Integer, Long> firstStep = new TreeMap<>();
    for (long step : steps()) {
      try {
        firstStep.putIfAbsent(CheckpointDirectory.readEpoch(fs, directoryOf(step)), step);
      } catch (BoltzException e) {
        warnings.accept("passing over a damaged checkpoint: " + e.getMessage());
      }
    }
    return firstStep;
  }

  /**
   * The steps of all checkpoint directories, including damaged ones, in ascending order; not one
   * that a process was writing to an object store when it died.
   */
  public List<Long> steps() {
    List<Long> steps = new ArrayList<>();
    try {
      for (FileStatus status : fs.listStatus(directory)) {
        OptionalLong step = CheckpointDirectory.stepOf(status.getPath().getName());
        if (status.isDirectory() && step.isPresent() && !Unfinished.isIn(fs, status.getPath())) {
          steps.add(step.getAsLong());
        }
      }
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot list " + directory + ": " + e, e);
    }
    Collections.sort(steps);
    return Collections.unmodifiableList(steps);
  }

  /**
   * Deletes the oldest announced checkpoints beyond the newest {@code keep}, but never the newest
   * intact one.
   *
   * @param keep number of checkpoints to keep; 0 keeps all
   * @throws IllegalArgumentException if {@code keep} is negative
   */
  public void prune(int keep) {
    if (keep < 0) {
      throw new IllegalArgumentException("keep " + keep);
    }
    List<Long> steps = steps();
    OptionalLong latest = announced(steps, warning -> {});
    List<Long> announced =
        steps.stream().filter(step -> latest.isEmpty() || step <= latest.getAsLong()).toList();
    if (keep == 0 || announced.size() <= keep) {
      return;
    }
    int kept = announced.size() - keep;
    boolean wholeOneKept =
        announced.subList(kept, announced.size()).stream().anyMatch(this::isWhole);
    for (int i = kept - 1; i >= 0; i--) {
      if (!wholeOneKept && isWhole(announced.get(i))) {
        wholeOneKept = true;
      } else {
        delete(directoryOf(announced.get(i)));
      }
    }
  }

  private boolean alreadyHolds(Path target, Checkpoint checkpoint) {
    List<Long> steps = steps();
    if (!steps.contains(checkpoint.step())) {
      return false;
    }
    Checkpoint existing;
    try {
      existing = CheckpointDirectory.read(fs, target);
    } catch (BoltzException e) {
      warnings.accept("replacing a damaged checkpoint: " + e.getMessage());
      return false;
    }
    if (existing.equals(checkpoint)) {
      return true;
    }
    OptionalLong announced = announced(steps, warning -> {});
    if (announced.isPresent() && checkpoint.step() > announced.getAsLong()) {
      return false;
    }
    throw new BoltzException(
        ExitCode.OUTPUT_EXISTS,
        target
            + " holds a different checkpoint of the same step, and checkpoints are never changed:"
            + " use another directory (--out), or start again with --overwrite");
  }

  /** The step that {@code LATEST} names, if there is a directory for it. */
  private OptionalLong announced(List<Long> steps, Consumer<String> warn) {
    if (steps.isEmpty()) {
      return OptionalLong.empty();
    }
    Path file = Paths.in(directory, LATEST_FILE);
    try {
      String name =
          new String(WholeFiles.read(fs, file, LARGEST_LATEST), StandardCharsets.ISO_8859_1)
              .strip();
      OptionalLong step = CheckpointDirectory.stepOf(name);
      if (step.isPresent() && steps.contains(step.getAsLong())) {
        return step;
      }
      warn.accept(file + " names no checkpoint; taking the newest whole one");
    } catch (BoltzException e) {
      warn.accept(e.getMessage() + "; taking the newest whole checkpoint");
    }
    return OptionalLong.empty();
  }

  private boolean isWhole(long step) {
    try {
      CheckpointDirectory.read(fs, directoryOf(step));
      return true;
    } catch (BoltzException e) {
      return false;
    }
  }

  private void delete(Path checkpoint) {
    try {
      fs.delete(checkpoint, true);
    } catch (IOException e) {
      // A superfluous old checkpoint is harmless; stopping the training because of it is not.
      warnings.accept("cannot delete the old checkpoint " + checkpoint + ": " + e);
    }
  }

  private Path directoryOf(long step) {
    return Paths.in(directory, CheckpointDirectory.nameOf(step));
  }

  private static String choices(String what, Collection<?> existing) {
    return existing.isEmpty() ? "there are no checkpoints" : "the " + what + " are " + existing;
  }
}
