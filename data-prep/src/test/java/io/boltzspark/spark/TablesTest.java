package io.boltzspark.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.dataprep.SparkSessions;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.AwkwardNames;
import io.boltzspark.files.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table is that of its name, whatever the name would match as a pattern. */
class TablesTest {
  private static final StructType COLUMNS = new StructType().add("id", DataTypes.LongType);

  @TempDir static Path directory;
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = SparkSessions.start("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static List<Long> idsOf(Path table) {
    return ids(Tables.read(spark, Paths.of(table.toString())));
  }

  private static List<Long> knownIdsOf(Path table) {
    return ids(Tables.read(spark, Paths.of(table.toString()), COLUMNS));
  }

  private static List<Long> ids(Dataset<Row> table) {
    return table.collectAsList().stream().map(row -> row.getLong(0)).sorted().toList();
  }

  private static void write(Path table, long... rows) {
    Tables.write(spark.range(rows[0], rows[1], 1, 1).toDF(), Paths.of(table.toString()));
  }

  @Test
  void noNameIsAPattern() throws IOException {
    Path decoys = Files.createDirectory(directory.resolve("decoys"));
    Path right = directory.resolve("right");
    write(right, 10, 13);
    // What [1], {b,c}, * and ? would match, and the text before a comma.
    for (String name : List.of("d", "d1", "db1", "dc1", "dd1", "1", "b", "c", "x")) {
      write(decoys.resolve(name), 20, 21);
    }
    for (String name : AwkwardNames.each()) {
      Path last = decoys.resolve(name);
      copy(right, last);
      assertEquals(List.of(10L, 11L, 12L), knownIdsOf(last), name);
    }
    // The same for a name in the middle of a path.
    for (String name : List.of(AwkwardNames.ALL, "d[1]1", "d{b,c}1", "d*1")) {
      Path within = decoys.resolve(name).resolve("table");
      copy(right, within);
      assertEquals(List.of(10L, 11L, 12L), idsOf(within), name);
    }
  }

  @Test
  void aSingleFileIsRead() throws IOException {
    Path table = directory.resolve("single");
    write(table, 1, 3);
    try (Stream<Path> files = Files.list(table)) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(file, directory.resolve("d[1]{b,c}.parquet"));
      Files.copy(file, directory.resolve("d:1.parquet"));
    }
    assertEquals(List.of(1L, 2L), idsOf(directory.resolve("d[1]{b,c}.parquet")));
    // Hadoop fails at the name of its file of checksums.
    BoltzException error =
        assertThrows(BoltzException.class, () -> idsOf(directory.resolve("d:1.parquet")));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains("d:1.parquet, or of a file in it, has a colon"));
  }

  @Test
  void tablesOfEveryNameAreWritten() throws IOException {
    for (String name :
        List.of(AwkwardNames.ALL, "${user.name}", "a:b", "{a,b}", "[1]", "%41", "_d", " d ")) {
      Path table = directory.resolve("written").resolve(name).resolve(name);
      write(table, 3, 5);
      assertEquals(List.of(3L, 4L), idsOf(table), name);
    }
    try (Stream<Path> all = Files.list(directory.resolve("written"))) {
      assertEquals(8, all.count(), "written nowhere else");
    }
  }

  @Test
  void directoriesByAColumn() throws IOException {
    Path table = directory.resolve("by");
    Tables.write(
        spark.range(0, 6, 1, 1).selectExpr("id", "id % 2 as half"),
        Paths.of(table.toString()),
        List.of("half"),
        Map.of());
    assertEquals(List.of(1L, 3L, 5L), idsOf(table.resolve("half=1")));
    try (Stream<Path> files = Files.list(table.resolve("half=1"))) {
      assertTrue(files.anyMatch(file -> file.toString().endsWith(".zstd.parquet")));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Files.copy(path, to.resolve(from.relativize(path).toString()));
      }
    }
  }
}
