package io.boltzspark.dataprep;

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
 * The files of a source directory, read from end to end and found whole and fitting together.
 *
 * @param train the training source
 * @param test the test source, if there is one
 * @param drawn whether the project drew them itself
 * @param ising how Ising configurations were drawn; empty for other sources
 */
record CheckedSources(
    IdxPair train, Optional<IdxPair> test, boolean drawn, Optional<IsingDescription> ising) {

  CheckedSources {
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
   * Finds and checks the files; several at a time, each in constant memory.
   *
   * @throws BoltzException BAD_INPUT, which names the file and what is wrong; of several such files
   *     the first in the order of {@link SourceRole}
   */
  static CheckedSources check(Configuration hadoop, Path directory) {
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
    return new CheckedSources(train, test, found.drawn(), Optional.empty());
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
  boolean isLabelled() {
    return train.labels().isPresent() && test.map(pair -> pair.labels().isPresent()).orElse(true);
  }

  /** The same files, which the project drew. */
  CheckedSources drawnIf(boolean any) {
    return new CheckedSources(train, test, any, ising);
  }

  /** The same files, known to be configurations that {@link DrawnIsing} drew. */
  CheckedSources drawnAs(IsingDescription description) {
    return new CheckedSources(train, test, true, Optional.of(description));
  }

  /** What the manifest says of them. */
  Manifest.Source describe() {
    SortedMap<String, String> sha256 = new TreeMap<>();
    describe(sha256, SourceRole.TRAIN_IMAGES, SourceRole.TRAIN_LABELS, train);
    test.ifPresent(pair -> describe(sha256, SourceRole.TEST_IMAGES, SourceRole.TEST_LABELS, pair));
    String kind = ising.isPresent() ? Manifest.Source.ISING : Manifest.Source.IDX;
    return new Manifest.Source(kind, drawn, ising, sha256);
  }

  private static void describe(
      SortedMap<String, String> sha256, SourceRole images, SourceRole labels, IdxPair pair) {
    sha256.put(images.label(), pair.images().sha256());
    pair.labels().ifPresent(file -> sha256.put(labels.label(), file.sha256()));
  }

  private static String size(IdxHeader header) {
    return header.height() + " x " + header.width();
  }
}
