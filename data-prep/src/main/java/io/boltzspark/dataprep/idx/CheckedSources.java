package io.boltzspark.dataprep.idx;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The files of a source directory, read from end to end and found complete and consistent.
 *
 * @param train the training source
 * @param test the test source, if there is one
 * @param drawn whether the project drew the digits in them itself
 */
public record CheckedSources(IdxPair train, Optional<IdxPair> test, boolean drawn) {

  /**
   * @throws BoltzException BAD_INPUT when training and test images differ in size
   */
  public CheckedSources {
    IdxHeader trainImage = train.images().header();
    test.ifPresent(
        pair -> {
          IdxHeader testImage = pair.images().header();
          if (testImage.height() != trainImage.height()
              || testImage.width() != trainImage.width()) {
            throw new BoltzException(
                ExitCode.BAD_INPUT,
                "training and test images differ in size: "
                    + size(trainImage)
                    + " in "
                    + train.images().path()
                    + ", "
                    + size(testImage)
                    + " in "
                    + pair.images().path());
          }
        });
  }

  /**
   * Finds and checks the files, several at a time, each in constant memory.
   *
   * @throws BoltzException BAD_INPUT, which names the file and the fault; of several such files the
   *     first in the order of {@link SourceRole}
   */
  public static CheckedSources check(Configuration hadoop, Path directory) {
    IdxDirectory found = IdxDirectory.find(hadoop, directory);
    Map<SourceRole, IdxFile> files = new EnumMap<>(SourceRole.class);
    Arrays.stream(SourceRole.values())
        .parallel()
        .filter(found.files()::containsKey)
        .map(role -> Map.entry(role, check(hadoop, found.files().get(role), role.kind())))
        .toList()
        .forEach(entry -> files.put(entry.getKey(), entry.getValue().get()));
    IdxPair train =
        new IdxPair(files.get(SourceRole.TRAIN_IMAGES), files.get(SourceRole.TRAIN_LABELS));
    Optional<IdxPair> test =
        Optional.ofNullable(files.get(SourceRole.TEST_IMAGES))
            .map(images -> new IdxPair(images, files.get(SourceRole.TEST_LABELS)));
    return new CheckedSources(train, test, found.drawn());
  }

  /** The file or, when it is asked for, the reason against it: threads do not decide who speaks. */
  private static Supplier<IdxFile> check(Configuration hadoop, Path file, IdxHeader.Kind kind) {
    try {
      IdxFile whole = IdxFile.check(hadoop, file, kind);
      return () -> whole;
    } catch (BoltzException e) {
      return () -> {
        throw e;
      };
    }
  }

  /** Whether every row has a label. */
  public boolean isLabelled() {
    return train.labels().isPresent() && test.map(pair -> pair.labels().isPresent()).orElse(true);
  }

  /** The same files, marked as drawn by the project or not. */
  public CheckedSources drawnIf(boolean any) {
    return new CheckedSources(train, test, any);
  }

  /** SHA-256 of the uncompressed bytes of each file, by the label of its {@link SourceRole}. */
  public SortedMap<String, String> sha256() {
    SortedMap<String, String> sums = new TreeMap<>();
    put(sums, SourceRole.TRAIN_IMAGES, SourceRole.TRAIN_LABELS, train);
    test.ifPresent(pair -> put(sums, SourceRole.TEST_IMAGES, SourceRole.TEST_LABELS, pair));
    return sums;
  }

  private static void put(
      SortedMap<String, String> sums, SourceRole images, SourceRole labels, IdxPair pair) {
    sums.put(images.label(), pair.images().sha256());
    pair.labels().ifPresent(file -> sums.put(labels.label(), file.sha256()));
  }

  private static String size(IdxHeader header) {
    return header.height() + " x " + header.width();
  }
}
