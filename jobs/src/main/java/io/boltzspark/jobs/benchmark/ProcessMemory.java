package io.boltzspark.jobs.benchmark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Memory that this process holds.
 *
 * @param heapBytes objects on the heap that are in use, after a collection
 * @param residentBytes all its pages in main memory, as Linux counts them; elsewhere empty
 */
record ProcessMemory(long heapBytes, OptionalLong residentBytes) {
  private static final String RESIDENT = "VmRSS:";

  static ProcessMemory now() {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    return new ProcessMemory(heap, resident());
  }

  private static OptionalLong resident() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
          .filter(line -> line.startsWith(RESIDENT))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst();
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  Map<String, Object> json() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("heap_bytes", heapBytes);
    residentBytes.ifPresent(bytes -> json.put("resident_bytes", bytes));
    return json;
  }

  @Override
  public String toString() {
    String heap = "heap " + mebibytes(heapBytes);
    return residentBytes.isEmpty()
        ? heap
        : heap + ", resident " + mebibytes(residentBytes.getAsLong());
  }

  private static String mebibytes(long bytes) {
    return (bytes >> 20) + " MB";
  }
}
