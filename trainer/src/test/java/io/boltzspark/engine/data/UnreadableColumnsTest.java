package io.boltzspark.engine.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.engine.data.TrainingData.Part;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.testing.TestSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with columns as pandas and Arrow write them, which Spark cannot read. */
class UnreadableColumnsTest {
  private static final String SCHEMA =
      """
      required int64 at (TIMESTAMP(NANOS,true));
      required fixed_len_byte_array(16) key (UUID);
      required fixed_len_byte_array(2) half (FLOAT16);
      required int32 label;
      required group v (LIST) { repeated group list { required float element; } }
      """;

  @TempDir Path directory;

  private String write() throws IOException {
    return ParquetRows.write(
        directory.resolve("table"),
        SCHEMA,
        Map.of(),
        1,
        (row, r) -> {
          row.append("at", 5L)
              .append("key", Binary.fromConstantByteArray(new byte[16]))
              .append("half", Binary.fromConstantByteArray(new byte[2]))
              .append("label", 3);
          row.addGroup("v").addGroup("list").append("element", 0.25f);
        });
  }

  @Test
  void theOthersAreRead() throws IOException {
    String path = write();
    TrainingData data = TrainingData.open(TestSpark.local(2), path);
    assertArrayEquals(new float[] {0.25f}, data.first(Part.TRAIN, 1).toArray());
    assertArrayEquals(new int[] {3}, data.firstLabels(Part.TRAIN, 1));
    assertEquals(
        Set.of("at", "key", "half"),
        ReadableColumns.of(new Configuration(), new org.apache.hadoop.fs.Path(path))
            .others()
            .keySet());
    BoltzException error =
        assertThrows(
            BoltzException.class,
            () -> TrainingData.open(TestSpark.local(2), path, DataLayout.USUAL.withLabel("key")));
    assertTrue(error.getMessage().contains("no column key"), error.getMessage());
  }
}
