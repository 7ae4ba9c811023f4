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
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
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
 * <p>Training images are required; labels and the test set are optional. All files have the same
 * prefix, since other ones may belong to another set of equally many images. A file that seems to
 * hold labels and has a name of another kind is refused, not left out.
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

  /** Names of labels, in whatever form. */
  private static final Pattern LIKE_LABELS =
      Pattern.compile("(?i)(?=.*(idx|ubyte))(?=.*(train|t10k|test)).*label.*");

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
   *     files for one role, test labels without test images, files of different sets, or labels in
   *     another form
   */
  public static IdxDirectory find(Configuration hadoop, Path directory) {
    Map<SourceRole, List<Path>> candidates = new EnumMap<>(SourceRole.class);
    List<String> otherLabels = new ArrayList<>();
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
      if (status.isFile()
          && LIKE_LABELS.matcher(name).matches()
          && NAMES.values().stream().noneMatch(pattern -> pattern.matcher(name).matches())) {
        otherLabels.add(name);
      }
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
    requireOneSet(directory, files);
    for (String name : otherLabels) {
      boolean train = name.toLowerCase(Locale.ROOT).contains("train");
      if (!files.containsKey(train ? SourceRole.TRAIN_LABELS : SourceRole.TEST_LABELS)) {
        throw bad(otherLabels(directory, name));
      }
    }
    return new IdxDirectory(directory, files, drawn);
  }

  private static void requireOneSet(Path directory, Map<SourceRole, Path> files) {
    String images = files.get(SourceRole.TRAIN_IMAGES).getName();
    files.forEach(
        (role, path) -> {
          if (!prefix(role, path.getName()).equals(prefix(SourceRole.TRAIN_IMAGES, images))) {
            throw bad(
                "%s has %s and %s, whose names begin differently, so they may belong to different sets; keep the files of one set, or choose another --source"
                    .formatted(directory, images, path.getName()));
          }
        });
  }

  /** What stands before the name of MNIST's file. */
  private static String prefix(SourceRole role, String name) {
    Matcher matcher = NAMES.get(role).matcher(name);
    return matcher.matches() && matcher.group(1) != null ? matcher.group(1) : "";
  }

  private static String otherLabels(Path directory, String name) {
    String why =
        name.contains("idx2-int")
            ? "is in QMNIST's form, of which each label is the first of eight numbers: write these"
                + " as bytes, in Python with d the bytes of the file struct.pack(\">2i\", 0x801,"
                + " (len(d) - 12) // 32) + d[15::32], to a file that is named ...-labels-idx1-ubyte"
            : "seems to hold labels, but its name is none of those that are read: give it one, or"
                + " move it elsewhere to leave it out; names are "
                + WANTED;
    return "%s in %s %s".formatted(name, directory, why);
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
      throw bad("the source " + directory + " does not exist; choose another --source");
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
    return Pattern.compile("(.*[-_.])?" + core + "-ubyte(?:\\.gz)?");
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
