package io.boltzspark.jobs.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.boltzspark.math.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** Archives as the published description of {@code .npy} has them. */
class NpzFileTest {
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '<f4', 'fortran_order': False, 'shape': \\(([0-9, ]*)\\), \\} *\n");

  @Test
  void arraysAreWhatTheirDescriptionSays() throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("weights.0", Tensor.ofFloats(new float[] {1, 2, 3, 4, 5, 6.5f}, 0, 2, 3));
    tensors.put("bias.0", Tensor.ofFloats(new float[] {-1, 0.25f}, 0, 2));
    Map<String, String> shapes = new HashMap<>();
    byte[] file = NpzFile.of(tensors);
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        assertEquals(ZipEntry.STORED, entry.getMethod());
        byte[] array = zip.readAllBytes();
        String name = entry.getName().replaceFirst("[.]npy$", "");
        ByteBuffer bytes = ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(0x93, array[0] & 0xff);
        assertEquals("NUMPY", new String(array, 1, 5, StandardCharsets.US_ASCII));
        assertEquals(1, array[6]);
        assertEquals(0, array[7]);
        int length = bytes.getShort(8) & 0xffff;
        assertEquals(0, (10 + length) % 64);
        Matcher header = HEADER.matcher(new String(array, 10, length, StandardCharsets.US_ASCII));
        assertTrue(header.matches(), name);
        shapes.put(name, header.group(1));
        float[] values = new float[(array.length - 10 - length) / 4];
        bytes
            .position(10 + length)
            .slice()
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer()
            .get(values);
        assertArrayEquals(tensors.get(name).toFloats(), values);
      }
    }
    assertEquals(Map.of("weights.0", "2, 3,", "bias.0", "2,"), shapes);
  }

  @Test
  void equalTensorsMakeEqualFilesWhateverTheirOrder() {
    Tensor a = Tensor.ofFloats(new float[] {1}, 0, 1);
    Tensor b = Tensor.ofFloats(new float[] {2}, 0, 1);
    Map<String, Tensor> one = new LinkedHashMap<>();
    one.put("a", a);
    one.put("b", b);
    Map<String, Tensor> other = new LinkedHashMap<>();
    other.put("b", b);
    other.put("a", a);
    assertArrayEquals(NpzFile.of(one), NpzFile.of(other));
  }
}
