package io.boltzspark.jobs.environment;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * The directory of temporary files. Native libraries (OpenBLAS and its binding, zstd, lz4, snappy,
 * JNA) are unpacked there and loaded from there, so its file system must allow execution.
 *
 * @param value of {@code java.io.tmpdir}
 */
public record TemporaryDirectory(String value) {
  /** How to choose another directory. */
  public static final String REMEDY =
      "choose another with TMPDIR=DIR, which boltz heeds, or with"
          + " JAVA_TOOL_OPTIONS=-Djava.io.tmpdir=DIR";

  /** The native libraries of one process are 42 MiB. */
  private static final long LEAST_FREE = 64L << 20;

  /** The one that this process was started with; setting the property later has no effect. */
  public static TemporaryDirectory ofThisProcess() {
    return new TemporaryDirectory(System.getProperty("java.io.tmpdir"));
  }

  /**
   * @throws BoltzException ENVIRONMENT when there is a {@link #problem}
   */
  public void require() {
    problem()
        .ifPresent(
            why -> {
              throw new BoltzException(
                  ExitCode.ENVIRONMENT,
                  "the temporary directory %s %s; %s".formatted(value, why, REMEDY));
            });
  }

  /**
   * Why it cannot be used, as the rest of a sentence. Creates it if it is missing, as Spark does.
   */
  public Optional<String> problem() {
    try {
      Path directory = Path.of(value);
      if (!directory.isAbsolute()) {
        return Optional.of("is relative, but libraries are only loaded from an absolute path");
      }
      return problem(directory);
    } catch (InvalidPathException e) {
      return Optional.of("is not a path (" + e.getMessage() + ")");
    }
  }

  private static Optional<String> problem(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (FileAlreadyExistsException e) {
      return Optional.of("is not a directory");
    } catch (IOException e) {
      return Optional.of("does not exist and cannot be created (" + Refusal.reason(e) + ")");
    }
    try {
      Path file = Files.createTempFile(directory, "boltz-", ".tmp");
      try {
        return file.toFile().setExecutable(true) && Files.isExecutable(file)
            ? lackOfSpace(directory)
            : Optional.of(
                "does not allow execution (mounted noexec?), but native libraries are loaded from"
                    + " there");
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return Optional.of("cannot be written (" + Refusal.reason(e) + ")");
    }
  }

  private static Optional<String> lackOfSpace(Path directory) throws IOException {
    long free = Files.getFileStore(directory).getUsableSpace();
    return free >= LEAST_FREE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "has %.1f MiB free, but native libraries need %d MiB there",
                free / (double) (1 << 20),
                LEAST_FREE >> 20));
  }
}
