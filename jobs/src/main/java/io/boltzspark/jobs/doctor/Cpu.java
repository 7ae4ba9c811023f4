package io.boltzspark.jobs.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The processor as the operating system describes it; empty where there is no {@code
 * /proc/cpuinfo}.
 *
 * @param model its name
 * @param flags its instruction sets, as Linux names them
 */
record Cpu(Optional<String> model, Set<String> flags) {

  static Cpu of() {
    try {
      return parse(Files.readAllLines(Path.of("/proc/cpuinfo")));
    } catch (IOException notLinux) {
      return new Cpu(Optional.empty(), Set.of());
    }
  }

  static Cpu parse(List<String> lines) {
    return new Cpu(
        value(lines, "model name"),
        value(lines, "flags")
            .map(flags -> Set.copyOf(List.of(flags.split("\\s+"))))
            .orElse(Set.of()));
  }

  /** Whether OpenBLAS would choose its AVX-512 kernels by itself. */
  boolean hasAvx512() {
    return flags.containsAll(Set.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl"));
  }

  private static Optional<String> value(List<String> lines, String name) {
    return lines.stream()
        .filter(line -> line.substring(0, Math.max(0, line.indexOf(':'))).strip().equals(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }
}
