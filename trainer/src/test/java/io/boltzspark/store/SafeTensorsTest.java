package io.boltzspark.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.files.FileSystems;
import io.boltzspark.files.WholeFiles;
import io.boltzspark.math.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafeTensorsTest {
  @TempDir Path temporary;
  private Path file;
  private org.apache.hadoop.fs.Path path;
  private FileSystem fs;

  @BeforeEach
  void setUp() {
    file = temporary.resolve("x.safetensors");
    path = new org.apache.hadoop.fs.Path(file.toString());
    fs = FileSystems.of(new Configuration(), path);
  }

  /** The tensors that golden.py packs, in its own words. */
  private static Map<String, Tensor> golden() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weights.0", Tensor.ofFloats(new float[] {0, 1, 2, 3, 4, 5.5f}, 0, 2, 3));
    tensors.put(
        "bias.0", Tensor.ofFloats(new float[] {0.25f, Float.POSITIVE_INFINITY, -1.5f}, 0, 3));
    tensors.put(
        "step",
        new Tensor(
            Tensor.Type.I64, new int[] {}, little(8).putLong(-1234567890123456789L).array()));
    tensors.put(
        "moments",
        new Tensor(
            Tensor.Type.F64, new int[] {2}, little(16).putDouble(1e-300).putDouble(-0.5).array()));
    tensors.put(
        "packed bits é",
        new Tensor(Tensor.Type.U8, new int[] {5}, new byte[] {0, 1, 127, (byte) 128, (byte) 255}));
    tensors.put("chains", new Tensor(Tensor.Type.U8, new int[] {2, 0}, new byte[0]));
    return tensors;
  }

  @Test
  void writesWhatAnIndependentWriterWrote() throws IOException {
    byte[] expected = goldenBytes();
    String sha256 = SafeTensors.write(fs, path, golden());
    assertArrayEquals(expected, Files.readAllBytes(file));
    assertEquals(WholeFiles.sha256(expected), sha256);
  }

  @Test
  void readsWhatAnIndependentWriterWrote() throws IOException {
    Files.write(file, goldenBytes());
    SafeTensors.Content content = SafeTensors.read(fs, path);
    assertEquals(golden(), content.tensors());
    assertEquals(WholeFiles.sha256(goldenBytes()), content.sha256());
  }

  @Test
  void equalMapsGiveEqualBytes() throws IOException {
    List<Map.Entry<String, Tensor>> entries = new ArrayList<>(golden().entrySet());
    Collections.reverse(entries);
    Map<String, Tensor> reversed = new LinkedHashMap<>();
    entries.forEach(entry -> reversed.put(entry.getKey(), entry.getValue()));
    SafeTensors.write(fs, path, reversed);
    assertArrayEquals(goldenBytes(), Files.readAllBytes(file));
  }

  @Test
  void holdsNoTensorsToo() {
    SafeTensors.write(fs, path, Map.of());
    assertEquals(Map.of(), SafeTensors.read(fs, path).tensors());
  }

  @Test
  void metadataOfOthersIsPassedOver() throws IOException {
    write(
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]}}",
        2);
    assertEquals(
        Map.of("a", new Tensor(Tensor.Type.U8, new int[] {2}, new byte[2])),
        SafeTensors.read(fs, path).tensors());
    assertThrows(
        IllegalArgumentException.class,
        () ->
            SafeTensors.write(
                fs,
                new org.apache.hadoop.fs.Path(path + "2"),
                Map.of("__metadata__", Tensor.ofFloats(new float[1], 0, 1))));
  }

  @Test
  void neverOverwrites() {
    SafeTensors.write(fs, path, golden());
    BoltzException error =
        assertThrows(BoltzException.class, () -> SafeTensors.write(fs, path, Map.of()));
    assertEquals(ExitCode.ENVIRONMENT, error.exitCode());
    assertEquals(golden(), SafeTensors.read(fs, path).tensors());
  }

  @Test
  void damageIsAnErrorOrOtherNumbersButNothingWorse() throws IOException {
    Files.write(file, goldenBytes());
    // The format has no checksum: a flipped bit of a name or of the data is another name or datum.
    Damage.everywhere(
        file,
        () -> SafeTensors.read(fs, path).tensors(),
        (tensors, damage) -> assertEquals(golden().size(), tensors.size(), damage));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # data bytes | part of the message | header
          4 | , inside the | {"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}
          4 | after a gap | {"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}
          4 | after a gap | {"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}
          4 | need 3 bytes | {"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}
          4 | need 0 bytes | {}
          4 | [0, 8]      | {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}
          4 | [4, 0]      | {"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}
          4 | -4          | {"a":{"dtype":"F32","shape":[1],"data_offsets":[-4,0]}}
          4 | needs 8     | {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}
          4 | dtype F8_E5M2 | {"a":{"dtype":"F8_E5M2","shape":[4],"data_offsets":[0,4]}}
          4 | Duplicate   | {"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"a":{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}
          0 | invalid shape | {"a":{"dtype":"U8","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}}
          0 | invalid shape | {"a":{"dtype":"U8","shape":[4294967296,0],"data_offsets":[0,0]}}
          4 | 1.0         | {"a":{"dtype":"U8","shape":[1.0],"data_offsets":[0,1]}}
          4 | 99999999999999999999 | {"a":{"dtype":"U8","shape":[99999999999999999999],"data_offsets":[0,4]}}
          4 | not described | {"a":{"dtype":"U8","shape":[4]}}
          4 | not described | {"a":{"dtype":"U8","shape":4,"data_offsets":[0,4]}}
          4 | not described | {"a":[]}
          4 | not a JSON object | [1,2]
          4 | not JSON    | {"a":
          """)
  void hostileHeadersAreNamed(int dataBytes, String part, String header) throws IOException {
    write(header, dataBytes);
    assertBadInput(part);
  }

  @Test
  void claimedLengthsAreNotBelieved() throws IOException {
    for (long length : new long[] {-1, 0, 1, 9, 1L << 40, Long.MAX_VALUE, Long.MIN_VALUE}) {
      Files.write(file, little(16).putLong(length).put("{}      ".getBytes(UTF_8)).array());
      assertBadInput("header length is " + Long.toUnsignedString(length));
    }
    Files.write(file, new byte[7]);
    assertBadInput("7 bytes are too few");
  }

  @Test
  void aMissingFileIsNamed() {
    assertBadInput("does not exist");
  }

  private void assertBadInput(String part) {
    BoltzException error = assertThrows(BoltzException.class, () -> SafeTensors.read(fs, path));
    assertEquals(ExitCode.BAD_INPUT, error.exitCode());
    assertTrue(error.getMessage().contains(part), error.getMessage());
    assertTrue(error.getMessage().contains(file.toString()), error.getMessage());
  }

  private void write(String header, int dataBytes) throws IOException {
    byte[] json = header.getBytes(UTF_8);
    Files.write(file, little(8 + json.length + dataBytes).putLong(json.length).put(json).array());
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] goldenBytes() throws IOException {
    try (InputStream in = SafeTensorsTest.class.getResourceAsStream("/store/golden.safetensors")) {
      return in.readAllBytes();
    }
  }
}
