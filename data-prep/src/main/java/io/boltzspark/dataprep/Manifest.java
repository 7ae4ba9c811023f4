package io.boltzspark.dataprep;

import io.boltzspark.dataprep.digits.MnistFile;
import io.boltzspark.dataprep.idx.CheckedSources;
import io.boltzspark.dataprep.idx.SourceRole;
import io.boltzspark.dataprep.ising.IsingDescription;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WholeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * What a prepared set contains and where it came from: {@code manifest.json}, written last, so that
 * a directory that has one is complete.
 *
 * <p>It does not say when, where or in how many files the set was written: the same sources and
 * settings give the same manifest, byte for byte.
 *
 * @param width columns of an image
 * @param height rows of an image
 * @param binarization how grey values became unit values
 * @param threshold of {@link Binarization#THRESHOLD}, empty for the others
 * @param seed of the shuffle, and of {@link Binarization#SAMPLE}
 * @param validFraction the share of the training source requested as validation part
 * @param withoutLabels labels of rows that were left out of the train and validation parts
 * @param source what was prepared
 * @param parts rows and labels of every {@link Part}; a part without rows has no directory
 * @param mean mean of each visible unit over the train part, in 0..1; row-major, height x width
 */
public record Manifest(
    int width,
    int height,
    Binarization binarization,
    OptionalDouble threshold,
    long seed,
    double validFraction,
    SortedSet<Integer> withoutLabels,
    Source source,
    Map<Part, PartSummary> parts,
    List<Double> mean) {

  /** The file's name within the prepared directory. */
  public static final String FILE_NAME = "manifest.json";

  /** Version of the file's format and of the rules that turn sources into rows. */
  static final int VERSION = 1;

  /** A million units take 20 bytes each at most; a larger file is not a manifest. */
  static final long MAXIMUM_BYTES = 64L << 20;

  /**
   * What was prepared.
   *
   * @param kind {@link #IDX} or {@link #ISING}
   * @param drawn whether the project drew these rows itself, so that results can be labelled
   * @param ising how they were drawn, for {@link #ISING} only
   * @param sha256 of the uncompressed bytes of each source file, by role: {@code train-images},
   *     {@code train-labels}, {@code test-images}, {@code test-labels}
   * @param transposed whether rows and columns of the images were exchanged
   * @param title what the user calls it, if anything
   */
  public record Source(
      String kind,
      boolean drawn,
      Optional<IsingDescription> ising,
      SortedMap<String, String> sha256,
      boolean transposed,
      Optional<String> title) {
    /** IDX files. */
    public static final String IDX = "idx";

    /** Configurations of the Ising model, drawn for this set. */
    public static final String ISING = "ising";

    public Source {
      Objects.requireNonNull(kind);
      Objects.requireNonNull(title);
      if (kind.equals(ISING) != ising.isPresent()) {
        throw new IllegalArgumentException("a source of kind " + kind + " with " + ising);
      }
      sha256 = Collections.unmodifiableSortedMap(new TreeMap<>(sha256));
    }

    /** A source as it is, without a name of its own. */
    public Source(
        String kind,
        boolean drawn,
        Optional<IsingDescription> ising,
        SortedMap<String, String> sha256) {
      this(kind, drawn, ising, sha256, false, Optional.empty());
    }

    /** The same source, named and turned by the user. */
    Source with(boolean transposed, Optional<String> title) {
      return new Source(kind, drawn, ising, sha256, transposed, title);
    }

    /** IDX files, perhaps of digits that the project drew in place of MNIST. */
    static Source idx(CheckedSources files) {
      return new Source(IDX, files.drawn(), Optional.empty(), files.sha256());
    }

    /** Ising configurations, in the files that they were drawn to. */
    static Source ising(CheckedSources files, IsingDescription how) {
      return new Source(ISING, true, Optional.of(how), files.sha256());
    }
  }

  /**
   * What a part contains.
   *
   * @param rows its rows
   * @param labelCounts rows by label, only labels that occur; empty when there are no labels
   */
  public record PartSummary(long rows, SortedMap<Integer, Long> labelCounts) {
    /** A part without rows. */
    static final PartSummary EMPTY = new PartSummary(0, new TreeMap<>());

    public PartSummary {
      labelCounts = Collections.unmodifiableSortedMap(new TreeMap<>(labelCounts));
    }
  }

  public Manifest {
    Objects.requireNonNull(binarization);
    Objects.requireNonNull(threshold);
    withoutLabels = Collections.unmodifiableSortedSet(new TreeSet<>(withoutLabels));
    Objects.requireNonNull(source);
    mean = List.copyOf(mean);
    Map<Part, PartSummary> all = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      all.put(part, parts.getOrDefault(part, PartSummary.EMPTY));
    }
    parts = Collections.unmodifiableMap(all);
    if (mean.size() != Math.multiplyExact(width, height)) {
      throw new IllegalArgumentException(
          "mean of " + mean.size() + " units for " + width + " x " + height + " images");
    }
  }

  /** Visible units of a row: width times height. */
  public int units() {
    return width * height;
  }

  /** Rows of a part; 0 when it has no directory. */
  public long rows(Part part) {
    return parts.get(part).rows();
  }

  /** The name under which results on this set are shown. */
  public String title() {
    return withoutLabels.isEmpty()
        ? sourceTitle()
        : sourceTitle()
            + withoutLabels.stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ", " without ", ""));
  }

  private String sourceTitle() {
    if (source.title().isPresent()) {
      return source.title().get();
    }
    if (source.ising().isPresent()) {
      return source.ising().get().title();
    }
    if (source.drawn()) {
      return "drawn digits (not MNIST)";
    }
    return MnistFile.TRAIN_IMAGES
            .sha256()
            .equals(source.sha256().get(SourceRole.TRAIN_IMAGES.label()))
        ? "MNIST"
        : "IDX images";
  }

  /**
   * SHA-256, in lower-case hexadecimal, over all that decides the rows and their order: sources,
   * binarization, seed, the sizes of the parts and the labels left out, but not the number of
   * files.
   */
  public String fingerprint() {
    StringBuilder text =
        new StringBuilder("boltzspark prepared rows ").append(VERSION).append('\n');
    text.append(width).append(' ').append(height).append(' ').append(seed).append('\n');
    // In hexadecimal, because the shortest decimal form differs between JDK versions.
    text.append(binarization.label())
        .append(threshold.isPresent() ? " " + Double.toHexString(threshold.getAsDouble()) : "")
        .append('\n');
    parts.forEach(
        (part, summary) ->
            text.append(part.directoryName()).append(' ').append(summary.rows()).append('\n'));
    if (!withoutLabels.isEmpty()) {
      text.append("without ").append(withoutLabels).append('\n');
    }
    text.append(source.kind()).append(source.transposed() ? " transposed" : "").append('\n');
    source
        .sha256()
        .forEach((role, sha256) -> text.append(role).append(' ').append(sha256).append('\n'));
    return WholeFiles.sha256(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads the manifest of a prepared directory.
   *
   * @throws BoltzException BAD_INPUT when {@code directory} is missing or not a prepared one, or
   *     when its manifest is damaged or of an unknown version
   */
  public static Manifest read(Configuration hadoop, Path directory) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    Path file = Paths.in(directory, FILE_NAME);
    try {
      if (!fs.exists(directory)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            "the data directory "
                + directory
                + " does not exist; create it with: boltz prepare --source DIR --out "
                + directory);
      }
      if (!fs.exists(file)) {
        throw new BoltzException(
            ExitCode.BAD_INPUT,
            directory
                + " is not a prepared data directory: it has no "
                + FILE_NAME
                + "; create one with: boltz prepare --source DIR --out DIR");
      }
    } catch (IOException e) {
      throw new BoltzException(ExitCode.BAD_INPUT, "cannot read " + file + ": " + e, e);
    }
    return ManifestJson.parse(WholeFiles.read(fs, file, MAXIMUM_BYTES), file.toString());
  }

  /** Writes {@code manifest.json} into {@code directory}, completely or not at all. */
  void write(FileSystem fs, Path directory) {
    WholeFiles.write(fs, Paths.in(directory, FILE_NAME), ManifestJson.format(this));
  }
}
