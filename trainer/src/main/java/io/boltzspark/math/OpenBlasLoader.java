package io.boltzspark.math;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the OpenBLAS bundled in the jar and passes it to netlib, through a system property that
 * netlib reads once. Logs the result once per JVM; a fallback to Java is never silent.
 *
 * <p>OpenBLAS needs libgfortran, which needs libquadmath. If the system has no libquadmath, loading
 * OpenBLAS alone fails even though libquadmath lies beside it, so the four libraries are loaded one
 * by one, the innermost first. Their copies on disk are deleted once they are mapped.
 */
final class OpenBlasLoader {
  private static final Logger LOG = LoggerFactory.getLogger(Blas.class);
  private static final String PATH_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";
  private static final String TEMPORARY = "java.io.tmpdir";
  private static final String TEMPORARY_OF_JNA = "jna.tmpdir";

  /** File names by platform, innermost dependency first, OpenBLAS itself last. */
  private static final List<String> LINUX =
      List.of("libquadmath.so.0", "libgcc_s.so.1", "libgfortran.so.5", "libopenblas.so.0");

  private static final List<String> MAC =
      List.of(
          "libgcc_s.1.1.dylib",
          "libquadmath.0.dylib",
          "libgfortran.5.dylib",
          "libopenblas.0.dylib");

  private static final List<String> WINDOWS = List.of("libopenblas.dll");

  private OpenBlasLoader() {}

  record Loaded(BLAS backend, BlasInfo info) {}

  static Loaded load() {
    Loaded loaded = tryNative();
    BlasInfo info = loaded.info();
    if (info.problem().isEmpty()) {
      LOG.info(info.summary());
    } else {
      LOG.warn("{}: {}", info.summary(), info.problem().get());
    }
    return loaded;
  }

  private static Loaded tryNative() {
    String given = System.getProperty(PATH_PROPERTY);
    if (System.getProperty(TEMPORARY_OF_JNA) == null) {
      // Its own choice lies below the home directory, which in a container may be none.
      System.setProperty(TEMPORARY_OF_JNA, System.getProperty(TEMPORARY));
    }
    try {
      if (given != null) {
        return nativeFrom(Path.of(given), given);
      }
      String folder = "org/bytedeco/openblas/" + platform() + "/";
      Path directory = Files.createTempDirectory("boltz-blas-");
      try {
        Path library = extractAndLoad(folder, directory);
        System.setProperty(PATH_PROPERTY, library.toString());
        return nativeFrom(library, "the jar's " + folder + library.getFileName());
      } finally {
        delete(directory);
      }
    } catch (IOException | LinkageError | RuntimeException e) {
      return java(e);
    }
  }

  private static Loaded java(Throwable cause) {
    String remedy =
        "native BLAS could not be loaded ("
            + firstLine(cause)
            + "), so training will be slow. Remedy: on Linux use glibc 2.34 or newer and a"
            + " temporary directory with an absolute path, 64 MiB of room and execution allowed"
            + " (-Djava.io.tmpdir=DIR), or specify a"
            + " library with -D"
            + PATH_PROPERTY
            + "=FILE; build with -Pall-platforms for a jar that fits other platforms";
    BLAS backend = JavaBLAS.getInstance();
    BlasInfo info =
        new BlasInfo(
            false, backend.getClass().getSimpleName(), "Java", "Java", 1, Optional.of(remedy));
    return new Loaded(backend, info);
  }

  private static String firstLine(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && root.getCause() != root) {
      root = root.getCause();
    }
    return String.valueOf(root).lines().findFirst().orElse("no reason given");
  }

  private static Path extractAndLoad(String folder, Path directory) throws IOException {
    List<String> names =
        folder.contains("macosx") ? MAC : folder.contains("windows") ? WINDOWS : LINUX;
    Path last = null;
    for (String name : names) {
      try (InputStream in =
          OpenBlasLoader.class.getClassLoader().getResourceAsStream(folder + name)) {
        if (in == null) {
          if (name.contains("openblas")) {
            throw new IOException("this jar contains no OpenBLAS for " + platform());
          }
          continue; // some platforms' builds need fewer libraries
        }
        last = directory.resolve(name);
        Files.copy(in, last);
      }
    }
    for (String name : names) {
      Path file = directory.resolve(name);
      if (Files.exists(file)) {
        System.load(file.toString());
      }
    }
    return last;
  }

  private static Loaded nativeFrom(Path library, String shownAs) {
    BLAS backend = NativeBLAS.getInstance();
    NativeLibrary openBlas = NativeLibrary.getInstance(library.toString());
    String kernel = openBlas.getFunction("openblas_get_corename").invokeString(null, false);
    Function threads = openBlas.getFunction("openblas_get_num_threads");
    int count = threads.invokeInt(null);
    Optional<String> problem =
        count == 1
            ? Optional.empty()
            : Optional.of(
                "each product would use "
                    + count
                    + " threads, which oversubscribes the cores and changes roundings. Remedy: set"
                    + " OPENBLAS_NUM_THREADS=1 in the environment of driver and executors");
    BlasInfo info =
        new BlasInfo(true, backend.getClass().getSimpleName(), shownAs, kernel, count, problem);
    return new Loaded(backend, info);
  }

  /** The platform in the form of the jar's folder names: linux-x86_64, macosx-arm64, ... */
  static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system =
        os.startsWith("mac") ? "macosx" : os.startsWith("windows") ? "windows" : "linux";
    String processor =
        switch (arch) {
          case "amd64", "x86_64", "x64" -> "x86_64";
          case "aarch64", "arm64" -> "arm64";
          default -> arch;
        };
    return system + "-" + processor;
  }

  private static void delete(Path directory) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
  }
}
