package io.boltzspark.dataprep.idx;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.Paths;
import io.boltzspark.files.WriteFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes several source directories as one, in their order, with some training rows moved to the
 * test files. A row's place within its own directory decides whether it moves, so that a row once
 * held out stays held out when directories are added.
 *
 * <p>Every file is streamed; one image is held in memory.
 */
public final class JoinedSources {
  private final Configuration hadoop;
  private final List<CheckedSources> sources;
  private final double heldOut;

  /**
   * @param heldOut share of each directory's training rows that moves, in [0, 1)
   * @throws BoltzException BAD_INPUT when image sizes differ, only some have labels, the rows are
   *     too many for an IDX file, or none are left to train on
   */
  public JoinedSources(Configuration hadoop, List<CheckedSources> sources, double heldOut) {
    this.hadoop = hadoop;
    this.sources = List.copyOf(sources);
    this.heldOut = heldOut;
    CheckedSources first = sources.get(0);
    for (CheckedSources other : sources) {
      IdxHeader image = other.train().images().header();
      IdxHeader expected = first.train().images().header();
      if (image.height() != expected.height() || image.width() != expected.width()) {
        throw bad(
            "%s has images of %d x %d, but %s has images of %d x %d"
                .formatted(
                    other.train().images().path(),
                    image.height(),
                    image.width(),
                    first.train().images().path(),
                    expected.height(),
                    expected.width()));
      }
      if (other.isLabelled() != first.isLabelled()) {
        throw bad(
            "%s and %s do not both have labels for all their rows"
                .formatted(other.train().images().path(), first.train().images().path()));
      }
    }
    if (trainRows() < 1 || trainRows() > Integer.MAX_VALUE || testRows() > Integer.MAX_VALUE) {
      throw bad(
          "%d training and %d test rows in total; 1 to %d can be prepared together"
              .formatted(trainRows(), testRows(), Integer.MAX_VALUE));
    }
  }

  /** Whether row {@code i} of a directory's training rows moves to the test rows. */
  private boolean isHeldOut(long i) {
    return held(i + 1) > held(i);
  }

  /**
   * How many of the first {@code rows} training rows of a directory move; they are evenly spaced.
   */
  private long held(long rows) {
    return (long) Math.floor(rows * heldOut);
  }

  private long trainRows() {
    return sources.stream().mapToLong(s -> s.train().rows() - held(s.train().rows())).sum();
  }

  private long testRows() {
    return sources.stream()
        .mapToLong(s -> held(s.train().rows()) + s.test().map(IdxPair::rows).orElse(0L))
        .sum();
  }

  /**
   * Writes the files under MNIST's names.
   *
   * @param directory an empty directory
   * @throws BoltzException ENVIRONMENT when they cannot be written
   */
  public void write(FileSystem fs, Path directory) {
    IdxHeader image = sources.get(0).train().images().header();
    boolean labelled = sources.get(0).isLabelled();
    try (Sink train = new Sink(fs, directory, "train", trainRows(), image, labelled);
        Sink test = testRows() == 0 ? null : sink(fs, directory, image, labelled)) {
      for (CheckedSources source : sources) {
        try (IdxRows rows = new IdxRows(hadoop, source.train(), 0, source.train().rows())) {
          while (rows.hasNext()) {
            IdxRows.IdxRow row = rows.next();
            (isHeldOut(row.id()) ? test : train).write(row);
          }
        }
        if (source.test().isPresent()) {
          IdxPair pair = source.test().get();
          try (IdxRows rows = new IdxRows(hadoop, pair, 0, pair.rows())) {
            while (rows.hasNext()) {
              test.write(rows.next());
            }
          }
        }
      }
    } catch (IOException | UncheckedIOException e) {
      throw WriteFailure.of("cannot write joined sources beside the output, to " + directory, e);
    }
  }

  private Sink sink(FileSystem fs, Path directory, IdxHeader image, boolean labelled)
      throws IOException {
    return new Sink(fs, directory, "t10k", testRows(), image, labelled);
  }

  /** Images, and labels where there are some. */
  private static final class Sink implements AutoCloseable {
    private final IdxWriter images;
    private final IdxWriter labelsOrNull;

    Sink(FileSystem fs, Path directory, String prefix, long rows, IdxHeader image, boolean labelled)
        throws IOException {
      images =
          new IdxWriter(
              fs.create(Paths.in(directory, prefix + "-images-idx3-ubyte.gz"), true),
              new IdxHeader(IdxHeader.Kind.IMAGES, rows, image.height(), image.width()));
      labelsOrNull =
          labelled
              ? new IdxWriter(
                  fs.create(Paths.in(directory, prefix + "-labels-idx1-ubyte.gz"), true),
                  new IdxHeader(IdxHeader.Kind.LABELS, rows, 1, 1))
              : null;
    }

    void write(IdxRows.IdxRow row) throws IOException {
      images.write(row.pixels());
      if (labelsOrNull != null) {
        labelsOrNull.write(new byte[] {row.label().byteValue()});
      }
    }

    @Override
    public void close() throws IOException {
      images.close();
      if (labelsOrNull != null) {
        labelsOrNull.close();
      }
    }
  }

  private static BoltzException bad(String message) {
    return new BoltzException(ExitCode.BAD_INPUT, message);
  }
}
