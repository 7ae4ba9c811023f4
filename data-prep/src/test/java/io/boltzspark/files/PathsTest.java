package io.boltzspark.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java's paths, in which no character but the slash means anything, are the oracle. */
class PathsTest {
  @TempDir java.nio.file.Path directory;
  private final Configuration hadoop = new Configuration();

  /** A file system that has the scheme of HDFS. */
  public static final class NominalHdfs extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("hdfs:///");
    }
  }

  private java.nio.file.Path local(Path path) {
    FileSystem fs = FileSystems.of(hadoop, path);
    return FileSystems.local(fs, fs.makeQualified(path)).orElseThrow();
  }

  @Test
  void everyCharacterStandsForItself() {
    java.nio.file.Path here = java.nio.file.Path.of("").toAbsolutePath();
    for (String name : AwkwardNames.all()) {
      java.nio.file.Path last = directory.resolve(name);
      assertEquals(last, local(Paths.of(last.toString())), name);
      assertEquals(last, local(Paths.of("file:" + last)), name);
      assertEquals(last, local(Paths.ofUri(last.toUri().toString())), name);
      assertEquals(last, local(Paths.of(last + "/")), name);
      assertEquals(last.resolve(name), local(Paths.of(last.resolve(name).toString())), name);
      if (!name.equals("hdfs:") && !name.equals("d:")) {
        assertEquals(here.resolve(name), local(Paths.of(name)), name);
        assertEquals(here.resolve(name).resolve("d"), local(Paths.of(name + "/d")), name);
        assertEquals(name, Paths.of(name).getName());
      }
      assertEquals(here.resolve(name), local(Paths.of("./" + name)), name);
      Path parent = Paths.of(directory.toString());
      assertEquals(last, local(Paths.in(parent, name)), name);
      assertEquals(last.resolve(name), local(Paths.in(Paths.in(parent, name), name)), name);
    }
  }

  @Test
  void theTextOfAPathNamesTheSamePath() {
    for (String name : AwkwardNames.all()) {
      for (Path path : List.of(Paths.in(Paths.of("file:/x"), name), Paths.of("./" + name))) {
        assertEquals(path, Paths.of(path.toString()));
      }
    }
  }

  @Test
  void aSchemeIsWhatComesBeforeASlash() {
    assertEquals(new Path("hdfs", "host:8020", "/a[1]"), Paths.of("hdfs://host:8020/a[1]"));
    assertEquals(new Path("s3a", "bucket", "/a b%20#c"), Paths.of("s3a://bucket/a b%20#c"));
    assertEquals(new Path("file", null, "/a"), Paths.of("file:///a/"));
    assertEquals("/tmp/d", Paths.of("//tmp//d").toUri().getPath());
    refused("hdfs:", "hdfs:///", "./hdfs:");
    refused("hdfs:data/d", "hdfs:///", "./hdfs:data/d");
    refused("file:d", "file:///", "./file:d");
    refused("", "empty");
    refused("s3a://[x/d", "s3a://[x/d", "invalid");
    BoltzException unknown =
        assertThrows(BoltzException.class, () -> FileSystems.of(hadoop, Paths.of("data:/first")));
    assertEquals(ExitCode.BAD_INPUT, unknown.exitCode());
    assertTrue(unknown.getMessage().contains("./"), unknown.getMessage());
  }

  private static void refused(String text, String... said) {
    BoltzException error = assertThrows(BoltzException.class, () -> Paths.of(text));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    for (String part : said) {
      assertTrue(error.getMessage().contains(part), error.getMessage());
    }
  }

  @Test
  void hdfsHasNoColons() {
    hadoop.setClass("fs.hdfs.impl", NominalHdfs.class, FileSystem.class);
    hadoop.setBoolean("fs.hdfs.impl.disable.cache", true);
    FileSystems.of(hadoop, Paths.of("hdfs:///data/a[1]"));
    BoltzException error =
        assertThrows(
            BoltzException.class, () -> FileSystems.of(hadoop, Paths.of("hdfs:///data/a:b")));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("colon"), error.getMessage());
  }

  @Test
  void filesAndDirectoriesOfEveryNameAreWrittenWhole() throws IOException {
    for (String name : AwkwardNames.each()) {
      Path path = Paths.of(directory.resolve(name).toString());
      FileSystem fs = FileSystems.of(hadoop, path);
      try (StagedDirectory staged = StagedDirectory.create(hadoop, path, false)) {
        byte[] content = name.getBytes(StandardCharsets.UTF_8);
        WholeFiles.write(fs, Paths.in(staged.path(), name), content);
        WholeFiles.write(fs, Paths.in(staged.path(), name), content);
        staged.commit();
      }
      WritePermission.require(fs, path);
      assertEquals(name, Files.readString(directory.resolve(name).resolve(name)));
      assertEquals(1, fs.listStatus(path).length, name);
      assertEquals(name, fs.listStatus(path)[0].getPath().getName());
    }
    try (var left = Files.list(directory)) {
      assertEquals(AwkwardNames.each().stream().distinct().count(), left.count());
    }
  }
}
