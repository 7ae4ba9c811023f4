#!/usr/bin/env bash
# A Parquet file that lies beside directories of partitions (day=1) is not read with them, and nothing says so:
# reading the same directory before the first partition was there gave its rows. Dataset.inputFiles lists the file all
# the same, so it does not tell what is read. At other levels the same mixture is refused.
#
# Seen with Spark 4.2.0, JDK 17, 2026-12-01:
#   a file alone: 3 rows, input files: part-0.parquet
#   beside day=1: 2 rows, input files: part-0.parquet part-1.parquet
#   within day=1, beside hour=1: refused, [CONFLICTING_PARTITION_COLUMN_NAMES] ...
# Fails if that changes. Needs Maven and JDK 17 or later; takes a minute.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>finding</groupId>
  <artifactId>finding</artifactId>
  <version>1</version>
  <dependencies>
    <dependency>
      <groupId>org.apache.spark</groupId>
      <artifactId>spark-sql_2.13</artifactId>
      <version>4.2.0</version>
    </dependency>
  </dependencies>
</project>
XML
mvn -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DoutputDirectory=jars

cat >Main.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

public class Main {
  static SparkSession spark;

  static void write(int number, int rows, String directory) throws Exception {
    spark.range(rows).coalesce(1).write().parquet("made-" + number);
    try (var files = Files.list(Path.of("made-" + number))) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().get();
      Path target = Path.of(directory, "part-" + number + ".parquet");
      Files.createDirectories(target.getParent());
      Files.move(file, target);
    }
  }

  static void say(String what, String path) {
    String found;
    try {
      Dataset<Row> table = spark.read().parquet(path);
      found =
          table.count() + " rows, input files: "
              + Arrays.stream(table.inputFiles())
                  .map(file -> file.substring(file.lastIndexOf('/') + 1))
                  .sorted()
                  .collect(Collectors.joining(" "));
    } catch (Exception | AssertionError e) {
      found = "refused, " + e.getMessage().lines().findFirst().orElse("");
    }
    System.out.println(what + ": " + found);
  }

  public static void main(String[] arguments) throws Exception {
    spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
    write(0, 3, "table");
    say("a file alone", "table");
    write(1, 2, "table/day=1");
    say("beside day=1", "table");
    write(2, 1, "deep/day=1");
    write(3, 1, "deep/day=1/hour=1");
    say("within day=1, beside hour=1", "deep");
    spark.stop();
  }
}
JAVA
options=()
for package in java.base/java.lang java.base/java.lang.invoke java.base/java.util java.base/java.nio \
  java.base/java.net java.base/sun.nio.ch java.base/sun.security.action java.base/java.util.concurrent; do
  options+=("--add-opens=$package=ALL-UNNAMED")
done
java "${options[@]}" -cp 'jars/*' Main.java 2>log | tee found
for line in '^a file alone: 3 rows, ' '^beside day=1: 2 rows, input files: part-0.parquet part-1.parquet$' \
  '^within day=1, beside hour=1: refused, '; do
  grep -q "$line" found || { tail -n 20 log; echo "this has changed"; exit 1; }
done
