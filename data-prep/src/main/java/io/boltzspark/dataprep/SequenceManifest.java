package io.boltzspark.dataprep;

import io.boltzspark.dataprep.sequences.AlignmentFormat;
import io.boltzspark.dataprep.sequences.Alphabet;
import io.boltzspark.dataprep.sequences.SequenceOptions.Duplicates;
import io.boltzspark.dataprep.sequences.SequenceOptions.Unknown;
import io.boltzspark.dataprep.sequences.SequenceReport;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a prepared family of sequences contains and where it came from: the {@code manifest.json} of
 * its directory, written last. The same source and settings give the same manifest, byte for byte.
 *
 * @param title of the family: the source's name without its endings
 * @param alphabet letters and so states
 * @param source what was prepared
 * @param choices what was made of it
 * @param report what was kept of it
 * @param columns the columns of the alignment that are the sites, in ascending order, from 0
 * @param weights of the rows, if they were computed
 * @param rows of every {@link Part}; a part without rows has no directory
 * @param counts how often each site has each state in the train part: sites x states, row-major
 */
public record SequenceManifest(
    String title,
    Alphabet alphabet,
    Source source,
    Choices choices,
    SequenceReport report,
    List<Integer> columns,
    Optional<Weights> weights,
    Map<Part, Long> rows,
    List<Long> counts) {

  /** Version of the file's format and of the rules that turn sequences into rows. */
  static final int VERSION = 1;

  /**
   * A file of sequences.
   *
   * @param format how it is written
   * @param sha256 of its uncompressed bytes
   */
  public record Source(AlignmentFormat format, String sha256) {}

  /**
   * Settings that decide the rows and their order.
   *
   * @param unknown what became of unknown letters
   * @param duplicates what became of repeated sequences
   * @param maxGaps largest share of gaps of a sequence
   * @param maxColumnGaps largest share of gaps of a column
   * @param validFraction share of the sequences requested as validation part
   * @param seed of the shuffle
   */
  public record Choices(
      Unknown unknown,
      Duplicates duplicates,
      double maxGaps,
      double maxColumnGaps,
      double validFraction,
      long seed) {}

  /**
   * The weights of rows: 1 / the number of kept sequences, itself included, that agree with it in
   * at least a share of the sites. A gap counts as a letter.
   *
   * @param identity that share
   * @param effective the effective number of sequences: the sum of the weights of all parts
   */
  public record Weights(double identity, double effective) {}

  public SequenceManifest {
    Objects.requireNonNull(title);
    Objects.requireNonNull(weights);
    columns = List.copyOf(columns);
    counts = List.copyOf(counts);
    Map<Part, Long> all = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      all.put(part, rows.getOrDefault(part, 0L));
    }
    rows = Collections.unmodifiableMap(all);
    if (counts.size() != columns.size() * alphabet.states() || columns.size() != report.sites()) {
      throw new IllegalArgumentException(
          "%d counts of %d columns of %d states, %d sites"
              .formatted(counts.size(), columns.size(), alphabet.states(), report.sites()));
    }
  }

  /** Sites of a sequence. */
  public int sites() {
    return columns.size();
  }

  /** Rows of a part; 0 when it has no directory. */
  public long rows(Part part) {
    return rows.get(part);
  }

  /** Share of the training rows in which each site has each state: sites x states, row-major. */
  public double[] frequencies() {
    double all = rows(Part.TRAIN);
    return counts.stream().mapToDouble(count -> count / all).toArray();
  }

  /**
   * SHA-256, in lower-case hexadecimal, over all that decides the rows, their order and their
   * weights.
   */
  public String fingerprint() {
    StringBuilder text =
        new StringBuilder("boltzspark prepared sequences ").append(VERSION).append('\n');
    text.append(alphabet.letters()).append('\n');
    text.append(source.format().label()).append(' ').append(source.sha256()).append('\n');
    text.append(choices.unknown().label()).append(' ').append(choices.duplicates().label());
    // In hexadecimal, because the shortest decimal form differs between JDK versions.
    text.append(' ').append(Double.toHexString(choices.maxGaps()));
    text.append(' ').append(Double.toHexString(choices.maxColumnGaps()));
    text.append(' ').append(choices.seed()).append('\n');
    text.append(columns).append('\n');
    rows.forEach(
        (part, number) ->
            text.append(part.directoryName()).append(' ').append(number).append('\n'));
    weights.ifPresent(
        w -> text.append("weights ").append(Double.toHexString(w.identity())).append('\n'));
    return WholeFiles.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a directory has the manifest of prepared sequences; one that is damaged has not. */
  public static boolean isIn(Configuration hadoop, Path directory) {
    return SequenceManifestJson.isOne(content(hadoop, directory));
  }

  /**
   * Reads the manifest of a directory.
   *
   * @throws BoltzException BAD_INPUT when it is missing, damaged or of an unknown version
   */
  public static SequenceManifest read(Configuration hadoop, Path directory) {
    return SequenceManifestJson.parse(
        content(hadoop, directory), Paths.in(directory, Manifest.FILE_NAME).toString());
  }

  private static byte[] content(Configuration hadoop, Path directory) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    return WholeFiles.read(fs, Paths.in(directory, Manifest.FILE_NAME), Manifest.MAXIMUM_BYTES);
  }

  /** Writes {@code manifest.json} into {@code directory}, completely or not at all. */
  void write(FileSystem fs, Path directory) {
    WholeFiles.write(
        fs, Paths.in(directory, Manifest.FILE_NAME), SequenceManifestJson.format(this));
  }
}
