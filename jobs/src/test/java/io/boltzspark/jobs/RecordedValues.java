package io.boltzspark.jobs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Values by name in a text file of the source tree, a line each: {@code name value}. Lines that
 * begin with # say what the values are.
 */
final class RecordedValues {
  private static final String COMMENT = "#";

  private final Path file;

  /**
   * @param name of a file among the test resources of this module
   */
  RecordedValues(String name) {
    this.file = resources().resolve(name);
  }

  /** The test resources of this module, in the source tree. */
  static Path resources() {
    return Path.of(System.getProperty("boltz.project.directory"), "jobs/src/test/resources");
  }

  /** All of them, in the order of the file. */
  Map<String, String> read() throws IOException {
    Map<String, String> values = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      if (!line.startsWith(COMMENT)) {
        String[] words = line.split(" ", 2);
        values.put(words[0], words[1]);
      }
    }
    return values;
  }

  /** Replaces all of them, and leaves the comments. */
  void write(Map<String, String> values) throws IOException {
    List<String> lines = new ArrayList<>();
    Files.readAllLines(file).stream().filter(l -> l.startsWith(COMMENT)).forEach(lines::add);
    values.forEach((name, value) -> lines.add(name + " " + value));
    Files.write(file, lines);
  }
}
