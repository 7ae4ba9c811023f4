package io.boltzspark.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.boltzspark.jobs.testing.Outcome;
import io.boltzspark.jobs.testing.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Runs command lines in a process whose BLAS uses its kernels for AVX2, whatever else the processor
 * has: bytes depend on the kernels, so recorded ones need the same everywhere.
 */
final class FixedKernels {
  /** As OpenBLAS calls them, and a model's description after it. */
  static final String NAME = "Haswell";

  private static final Set<String> NEEDED = Set.of("avx2", "fma");
  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  private FixedKernels() {}

  /** Skips the test, with a message, where the processor does not have what these kernels need. */
  static void assumeThere() throws IOException {
    boolean there = Files.exists(PROCESSOR);
    if (there) {
      try (var lines = Files.lines(PROCESSOR)) {
        there =
            lines
                .filter(line -> line.startsWith("flags"))
                .anyMatch(line -> Set.of(line.split("\\s+")).containsAll(NEEDED));
      }
    }
    assumeTrue(
        there,
        "recorded bytes are those of OpenBLAS's kernels for AVX2, which this machine cannot run");
  }

  /**
   * Runs commands one after another in one such process; each must succeed.
   *
   * @param directory for files of that process
   * @param commands words of each, to which those for JSON and two tasks are added
   * @return what each printed
   */
  static List<JsonNode> run(Path directory, List<List<String>> commands)
      throws IOException, InterruptedException {
    List<List<String>> complete = new ArrayList<>();
    for (List<String> words : commands) {
      List<String> all = new ArrayList<>(words);
      all.addAll(List.of("--master", "local[2]", "--quiet", "--json"));
      complete.add(all);
    }
    Path file = directory.resolve("command-lines.txt");
    CommandLines.write(file, complete);
    Program program =
        Program.start(
            directory,
            environment -> {
              environment.put("OPENBLAS_CORETYPE", NAME);
              environment.put("OPENBLAS_NUM_THREADS", "1");
            },
            CommandLines.class,
            file.toString());
    Outcome outcome;
    try {
      outcome = program.end();
    } finally {
      program.kill();
    }
    assertEquals(0, outcome.exitCode(), outcome.err());
    ObjectMapper mapper = new ObjectMapper();
    List<JsonNode> results = new ArrayList<>();
    for (String line : outcome.out().lines().toList()) {
      results.add(mapper.readTree(line));
    }
    assertEquals(commands.size(), results.size(), outcome.out());
    return results;
  }
}
