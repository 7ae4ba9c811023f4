package io.boltzspark.engine.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Parquet files by Parquet's own writer, whose types and lists are those of other producers. */
final class ParquetRows {
  /** Puts the values of a row into its group. */
  interface Filler {
    void fill(Group group, int row);
  }

  private ParquetRows() {}

  /**
   * Writes one file, and returns its directory for {@code --data}.
   *
   * @param schema in Parquet's own notation, without {@code message table}
   * @param metadata of the file, by which producers know each other
   */
  static String write(
      Path directory, String schema, Map<String, String> metadata, int rows, Filler filler)
      throws IOException {
    MessageType type = MessageTypeParser.parseMessageType("message table {" + schema + "}");
    Files.createDirectories(directory);
    org.apache.hadoop.fs.Path file =
        new org.apache.hadoop.fs.Path(directory.resolve("a.parquet").toUri());
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(HadoopOutputFile.fromPath(file, new Configuration()))
            .withType(type)
            .withExtraMetaData(metadata)
            .build()) {
      SimpleGroupFactory groups = new SimpleGroupFactory(type);
      for (int row = 0; row < rows; row++) {
        Group group = groups.newGroup();
        filler.fill(group, row);
        writer.write(group);
      }
    }
    return directory.toString();
  }
}
