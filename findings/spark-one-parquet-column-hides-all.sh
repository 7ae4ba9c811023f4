#!/usr/bin/env bash
# One column of a type that Spark's reader of Parquet does not know makes the whole file unreadable, also for a
# query that selects other columns only: the schema is converted before the selection. Half floats (FLOAT16, which
# Parquet has had since format 2.10 and Arrow writes) and UUIDs are such types. With a schema given that leaves the
# column out, the same file is read.
#
# Seen with Spark 4.2.0 and the Parquet that it brings (parquet-hadoop 1.17.0), JDK 17, 2026-11-30:
#   float16: refused, [PARQUET_TYPE_ILLEGAL] Illegal Parquet type: FIXED_LEN_BYTE_ARRAY (FLOAT16). ...; with a schema: 3 rows
#   uuid: refused, [PARQUET_TYPE_ILLEGAL] Illegal Parquet type: FIXED_LEN_BYTE_ARRAY (UUID). ...; with a schema: 3 rows
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
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.SparkSession;

public class Main {
  public static void main(String[] arguments) throws Exception {
    SparkSession spark = SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate();
    for (String[] type : new String[][] {{"float16", "2"}, {"uuid", "16"}}) {
      MessageType schema =
          MessageTypeParser.parseMessageType(
              "message rows { required int32 n; optional fixed_len_byte_array("
                  + type[1] + ") odd (" + type[0].toUpperCase() + "); }");
      Path file = new Path(type[0] + ".parquet");
      try (var writer = ExampleParquetWriter.builder(file).withType(schema).withConf(new Configuration()).build()) {
        for (int n = 0; n < 3; n++) {
          SimpleGroup row = new SimpleGroup(schema);
          row.add("n", n);
          row.add("odd", Binary.fromConstantByteArray(new byte[Integer.parseInt(type[1])]));
          writer.write(row);
        }
      }
      String inferred;
      try {
        inferred = spark.read().parquet(file.toString()).select("n").count() + " rows";
      } catch (Exception e) {
        inferred = "refused, " + e.getMessage().lines().findFirst().orElse("");
      }
      long given = spark.read().schema("n int").parquet(file.toString()).count();
      System.out.println(type[0] + ": " + inferred + "; with a schema: " + given + " rows");
    }
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
for type in float16 uuid; do
  grep -q "^$type: refused, .*; with a schema: 3 rows$" found || { tail -n 20 log; echo "this has changed"; exit 1; }
done
