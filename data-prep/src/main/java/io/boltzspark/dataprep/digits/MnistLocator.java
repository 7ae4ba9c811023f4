package io.boltzspark.dataprep.digits;

import io.boltzspark.dataprep.digits.LocatedDigits.Kind;
import io.boltzspark.dataprep.idx.IdxDirectory;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds handwritten digits to learn from, in this order: a directory that the user names, {@code
 * $BOLTZ_MNIST}, {@code data/mnist} in the working directory, a download to that directory; failing
 * all of these, digits that the project draws itself, in {@code data/drawn-digits}.
 *
 * <p>A directory that is named but cannot be used is an error, and never skipped silently.
 */
public final class MnistLocator {
  /** Names a directory that holds MNIST. */
  public static final String DIRECTORY_VARIABLE = "BOLTZ_MNIST";

  /** Forbids the download when set to {@code 1} or {@code true}. */
  public static final String OFFLINE_VARIABLE = "BOLTZ_OFFLINE";

  private final Configuration hadoop;
  private Path explicit;
  private Map<String, String> environment = System.getenv();
  private Path dataDirectory = Paths.of("data");
  private boolean download = true;
  private List<URI> mirrors = MnistDownload.MIRRORS;
  private int drawnTrainRows = DrawnDigits.DEFAULT_TRAIN_ROWS;
  private int drawnTestRows = DrawnDigits.DEFAULT_TEST_ROWS;

  public MnistLocator(Configuration hadoop) {
    this.hadoop = Objects.requireNonNull(hadoop);
  }

  /** The directory that the user named, or null. */
  public MnistLocator explicitDirectory(Path directoryOrNull) {
    this.explicit = directoryOrNull;
    return this;
  }

  /** The environment variables, those of the process by default. */
  public MnistLocator environment(Map<String, String> variables) {
    this.environment = Map.copyOf(variables);
    return this;
  }

  /** Where {@code mnist} and {@code drawn-digits} are kept, {@code data} by default. */
  public MnistLocator dataDirectory(Path directory) {
    this.dataDirectory = Paths.of(directory.toString()); // drops a trailing slash
    return this;
  }

  /** Whether the network may be used; {@code BOLTZ_OFFLINE=1} forbids it in any case. */
  public MnistLocator allowDownload(boolean allowed) {
    this.download = allowed;
    return this;
  }

  /** Where to download from, tried in order; each is a URL that ends in a slash. */
  public MnistLocator mirrors(List<URI> urls) {
    this.mirrors = List.copyOf(urls);
    return this;
  }

  /** How many digits to draw when none can be found. */
  public MnistLocator drawnRows(int train, int test) {
    this.drawnTrainRows = train;
    this.drawnTestRows = test;
    return this;
  }

  /**
   * Looks for digits on disk, without using the network and without writing.
   *
   * @return empty when no directory was named and none is there
   * @throws BoltzException BAD_INPUT when a directory that was named, or downloaded earlier, cannot
   *     be used
   */
  public Optional<LocatedDigits> find() {
    if (explicit != null) {
      return Optional.of(existing(explicit, Kind.EXPLICIT, "Using the digits in " + explicit));
    }
    String variable = environment.getOrDefault(DIRECTORY_VARIABLE, "");
    if (!variable.isBlank()) {
      try {
        return Optional.of(
            existing(
                Paths.of(variable),
                Kind.ENVIRONMENT,
                "Using the digits in " + variable + " ($" + DIRECTORY_VARIABLE + ")"));
      } catch (BoltzException e) {
        throw new BoltzException(
            e.exitCode(), e.getMessage() + " (the directory is $" + DIRECTORY_VARIABLE + ")", e);
      }
    }
    Path cached = mnistDirectory();
    if (isThere(cached)) {
      return Optional.of(
          existing(cached, Kind.CACHED, "Using MNIST from an earlier download, in " + cached));
    }
    return Optional.empty();
  }

  /**
   * Finds digits, by downloading or drawing them if necessary.
   *
   * @throws BoltzException as {@link #find}; ENVIRONMENT when the digits cannot be written
   */
  public LocatedDigits locate() {
    Optional<LocatedDigits> found = find();
    if (found.isPresent()) {
      return found.get();
    }
    String why;
    if (!download || isOffline()) {
      why = download ? "$" + OFFLINE_VARIABLE + " forbids a download" : "downloads are not allowed";
    } else {
      try {
        new MnistDownload(hadoop, mirrors).into(mnistDirectory());
        return new LocatedDigits(
            mnistDirectory(), Kind.DOWNLOADED, "MNIST was downloaded to " + mnistDirectory());
      } catch (MnistDownload.Failure e) {
        why = "it could not be downloaded (" + e.getMessage() + ")";
      }
    }
    Path drawn = Paths.in(dataDirectory, "drawn-digits");
    DrawnDigits.writeUnlessThere(hadoop, drawn, drawnTrainRows, drawnTestRows);
    return new LocatedDigits(
        drawn,
        Kind.DRAWN,
        "MNIST was not found, and "
            + why
            + ". Using digits drawn by BoltzSpark, in "
            + drawn
            + ": this is NOT MNIST, and results on it cannot be compared with published ones. To"
            + " use MNIST, give --source DIR or set $"
            + DIRECTORY_VARIABLE
            + " to a directory with its four files.");
  }

  private Path mnistDirectory() {
    return Paths.in(dataDirectory, "mnist");
  }

  private boolean isOffline() {
    String value = environment.getOrDefault(OFFLINE_VARIABLE, "");
    return value.equals("1") || value.equalsIgnoreCase("true");
  }

  private LocatedDigits existing(Path directory, Kind kind, String sentence) {
    IdxDirectory found = IdxDirectory.find(hadoop, directory);
    return new LocatedDigits(
        directory,
        found.drawn() ? Kind.DRAWN : kind,
        sentence + (found.drawn() ? ", drawn by BoltzSpark: this is NOT MNIST." : "."));
  }

  /** Whether the directory has content; an empty one counts as missing. */
  private boolean isThere(Path directory) {
    FileSystem fs = FileSystems.of(hadoop, directory);
    try {
      return fs.exists(directory) && fs.listStatus(directory).length > 0;
    } catch (IOException e) {
      throw new BoltzException(ExitCode.ENVIRONMENT, "cannot list " + directory + ": " + e, e);
    }
  }
}
