package io.boltzspark.dataprep.idx;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The IDX files of a directory, found by their names: those of MNIST, in both common spellings
 * ({@code train-images-idx3-ubyte}, {@code train-images.idx3-ubyte}), with {@code t10k} or {@code
 * test} for the test set, optionally after a prefix ({@code
 * emnist-letters-train-images-idx3-ubyte}), with or without {@code .gz}.
 *
 * <p>Training images are required; labels and the test set are optional.
 *
 * @param directory where they are
 * @param files the files by role; {@link SourceRole#TRAIN_IMAGES} is there
 * @param drawn whether the project drew them: {@link #DRAWN_MARKER} lies beside them
 */
public record IdxDirectory(Path directory, Map<SourceRole, Path> files, boolean drawn) {

  /** The file that marks a directory of digits that the project drew. */
  public static final String DRAWN_MARKER = "DRAWN-DIGITS.txt";

  private static final Map<SourceRole, Pattern> NAMES = new EnumMap<>(SourceRole.class);

  static {
    NAMES.put(SourceRole.TRAIN_IMAGES, pattern("train-images[-.]idx3"));
    NAMES.put(SourceRole.TRAIN_LABELS, pattern("train-labels[-.]idx1"));
    NAMES.put(SourceRole.TEST_IMAGES, pattern("(?:t10k|test)-images[-.]idx3"));
    NAMES.put(SourceRole.TEST_LABELS, pattern("(?:t10k|test)-labels[-.]idx1"));
  }

  private static final String WANTED =
      "train-images-idx3-ubyte, and optionally train-labels-idx1-ubyte, t10k-images-idx3-ubyte and"
          + " t10k-labels-idx1-ubyte (or with test- for t10k-, with .idx for -idx, each plain or"
          + " with .gz)";

  public IdxDirectory {
    files = Collections.unmodifiableMap(new EnumMap<>(files));
  }

  /**
   * Looks for the files.
   *
   * @throws BoltzException BAD_INPUT when the directory is missing, has no training images, has two
   *     files for one role, or test labels without test images
   */
  public static IdxDirectory find(Configuration hadoop, Path directory) {
    Map<SourceRole, List<Path>> candidates = new EnumMap<>(SourceRole.class);
    boolean drawn = false;
    for (FileStatus status : list(hadoop, directory)) {
      String name = status.getPath().getName();
      drawn |= name.equals(DRAWN_MARKER);
      NAMES.forEach(
          (role, pattern) -> {
            if (status.isFile() && pattern.matcher(name).matches()) {
              candidates.computeIfAbsent(role, r -> new ArrayList<>()).add(status.getPath());
            }
          });
    }
    Map<SourceRole, Path> files = new EnumMap<>(SourceRole.class);
    candidates.forEach(
        (role, paths) -> {
          if (paths.size() > 1) {
            throw bad(
                directory
                    + " has several files for "
                    + role.label()
                    + ": "
                    + paths.stream().map(Path::getName).sorted().toList()
                    + "; keep one of them, or choose another --source");
          }
          files.put(role, paths.get(0));
        });
    if (!files.containsKey(SourceRole.TRAIN_IMAGES)) {
      throw bad("no IDX training images in " + directory + "; looked for " + WANTED);
    }
    if (files.containsKey(SourceRole.TEST_LABELS) && !files.containsKey(SourceRole.TEST_IMAGES)) {
      throw bad(
          directory
              + " has test labels ("
              + files.get(SourceRole.TEST_LABELS).getName()
              + ") but no test images; looked for "
              + WANTED);
    }
    return new IdxDirectory(directory, files, drawn);
  }

  private static FileStatus[] list(Configuration hadoop, Path directory) {
    try {
      FileSystem fs = FileSystems.of(hadoop, directory);
      FileStatus[] statuses = fs.listStatus(directory);
      if (statuses.length == 1 && isItself(statuses[0], fs.makeQualified(directory))) {
        throw bad(
            "the source "
                + directory
                + " is a file; --source expects the directory that contains it");
      }
      return statuses;
    } catch (FileNotFoundException e) {
      throw bad("the source directory " + directory + " does not exist; choose another --source");
    } catch (IOException e) {
      throw new BoltzException(
          ExitCode.BAD_INPUT, "cannot list the source directory " + directory + ": " + e, e);
    }
  }

  /** Listing a file returns that file. */
  private static boolean isItself(FileStatus status, Path path) {
    return status.isFile() && status.getPath().toUri().getPath().equals(path.toUri().getPath());
  }

  private static Pattern pattern(String core) {
    return Pattern.compile("(?:.*[-_.])?" + core + "-ubyte(?:\\.gz)?");
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
