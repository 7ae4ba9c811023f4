package io.boltzspark.jobs.retrain.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.jobs.testing.AwkwardDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionsTest {
  @TempDir(factory = AwkwardDirectory.class)
  Path directory;

  /** A deletion begins with {@code version.json}, and on a local disk goes on file by file. */
  @Test
  void whatIsLeftOfAVersionIsDeletedButNothingElse() throws IOException {
    write("v0001/version.json");
    write("v0002/samples/epoch-001.png");
    write(".v0003.staging-1/config.conf");
    write("notes/text");
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    Files.createSymbolicLink(directory.resolve("versions/v0004"), elsewhere);
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.toUri());
    new Versions(new Configuration(), new org.apache.hadoop.fs.Path(path, "versions"))
        .deleteLeftovers();
    try (Stream<Path> left = Files.list(directory.resolve("versions"))) {
      Set<String> names = left.map(p -> p.getFileName().toString()).collect(Collectors.toSet());
      assertEquals(Set.of("v0001", "notes", "v0004"), names);
    }
  }

  private void write(String name) throws IOException {
    Path file = directory.resolve("versions").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "x");
  }
}
