package io.boltzspark.jobs.benchmark.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A shell script in place of Python. It keeps its commands, its process number, its variables and
 * the rows that it is given, and answers as it is told.
 */
public final class FakePython {
  private static final String BEGINNING =
      """
      #!/bin/sh
      cd "$(dirname "$0")" || exit 1
      echo $$ > pid
      echo "$2" > script
      echo "$OMP_NUM_THREADS $OPENBLAS_NUM_THREADS $MKL_NUM_THREADS $3" > threads
      passes=0
      while read -r line; do
        echo "$line" >> commands
        file=$(echo "$line" | sed -n 's/.*"file":"\\([^"]*\\)".*/\\1/p')
        case $line in *'"command":"pass"'*) passes=$((passes + 1)) ;; esac
        if [ -n "$file" ]; then cp "$file" rows; fi
        case $line in
      """;

  private final Path directory;

  private FakePython(Path directory) {
    this.directory = directory;
  }

  /**
   * Writes the script.
   *
   * @param directory where it lies and keeps what it learns
   * @param answers cases of the shell: what to do for a line like it, {@code $passes} being the
   *     number of passes so far
   */
  public static FakePython in(Path directory, String... answers) throws IOException {
    FakePython fake = new FakePython(directory);
    String script = BEGINNING + String.join(" ;;\n", answers) + " ;;\n  esac\ndone\n";
    Files.writeString(directory.resolve("python3"), script);
    Files.setPosixFilePermissions(
        directory.resolve("python3"), PosixFilePermissions.fromString("rwxr-xr-x"));
    return fake;
  }

  /** A case: echoes a line for each command of this kind. */
  public static String answer(String command, String json) {
    return "*'\"command\":\"%s\"'*) echo '%s'".formatted(command, json);
  }

  /** A case: runs a line of the shell for each command of this kind. */
  public static String act(String command, String shell) {
    return "*'\"command\":\"%s\"'*) %s".formatted(command, shell);
  }

  /** A library that is there. */
  public static String peer(String name, String mostSweeps) {
    return "{\"name\":\"%s\",\"version\":\"1.5\",\"blas\":\"fastblas 7\",\"slow\":null,\"threads\":2,\"most_sweeps\":%s}"
        .formatted(name, mostSweeps);
  }

  /** A library that is not there. */
  public static String missing(String name) {
    return "{\"name\":\"%1$s\",\"missing\":\"No module named %1$s\",\"install\":\"apt-get install %1$s\"}"
        .formatted(name);
  }

  /** The answer about libraries. */
  public static String peers(String... peers) {
    return answer("peers", "{\"python\":\"3.99\",\"peers\":[" + String.join(",", peers) + "]}");
  }

  /** The program. */
  public String path() {
    return directory.resolve("python3").toString();
  }

  /** The lines that it was sent. */
  public List<String> commands() throws IOException {
    return Files.readAllLines(directory.resolve("commands"));
  }

  /** The file of rows that it was given. */
  public byte[] rows() throws IOException {
    return Files.readAllBytes(directory.resolve("rows"));
  }

  /** Values of variables for threads, and the argument. */
  public String threads() throws IOException {
    return Files.readString(directory.resolve("threads")).strip();
  }

  /** Whether its process, and the directory of the script that it was to run, are gone. */
  public boolean isGone() throws IOException, InterruptedException {
    long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
    return hasEnded(pid) && !Files.exists(script().getParent());
  }

  /** The script that it was to run. */
  Path script() throws IOException {
    return Path.of(Files.readString(directory.resolve("script")).strip());
  }

  /** Whether a process has ended, or does so within seconds. */
  public static boolean hasEnded(long pid) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
      if (System.nanoTime() > end) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }
}
