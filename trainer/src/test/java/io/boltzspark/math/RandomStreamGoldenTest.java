package io.boltzspark.math;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.boltzspark.math.RandomStream.Purpose;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The stream against the documented algorithm as {@code random_stream.py} computes it, beside the
 * file that it wrote. The numbers are part of the bytes of every model: a change here is a change
 * of all of them.
 */
class RandomStreamGoldenTest {
  private static final String FILE = "/math/random_stream.golden.txt";

  @Test
  void everyKeyGivesTheGoldenNumbers() throws IOException {
    RandomStream random = new RandomStream();
    int keys = 0;
    String key = "none";
    for (String line : lines()) {
      String[] words = line.split(" ");
      if (words[0].equals("key")) {
        key = line;
        keys++;
        random.key(
            Long.parseLong(words[1]),
            Purpose.valueOf(words[2]),
            Long.parseLong(words[3]),
            Long.parseLong(words[4]));
      } else {
        check(words[0], Arrays.copyOfRange(words, 1, words.length), random, key);
      }
    }
    assertEquals(9, keys);
  }

  private static void check(String what, String[] golden, RandomStream random, String key) {
    switch (what) {
      case "uniforms" -> {
        float[] row = new float[golden.length];
        random.nextUniforms(row, row.length);
        for (int i = 0; i < row.length; i++) {
          assertEquals(Integer.parseInt(golden[i]) * 0x1p-24f, row[i], key + ", element " + i);
        }
      }
      case "long" -> assertEquals(Long.parseUnsignedLong(golden[0], 16), random.nextLong(), key);
      case "below-1000" -> assertEquals(Integer.parseInt(golden[0]), random.nextInt(1000), key);
      case "permutation" -> {
        int[] order = new int[golden.length];
        random.nextPermutation(order);
        assertEquals(
            List.of(golden), Arrays.stream(order).mapToObj(Integer::toString).toList(), key);
      }
      // log and cos of two libraries differ by an ulp or two, and cos by the rounding of its
      // argument, up to 2 pi 2^-53, once more; the number itself is below 9.
      case "normal" -> assertEquals(Double.parseDouble(golden[0]), random.nextNormal(), 1e-14, key);
      // Only operations that every platform rounds alike: the very same numbers.
      case "normals" -> {
        float[] row = new float[golden.length];
        random.nextNormals(row, row.length);
        for (int i = 0; i < row.length; i++) {
          assertEquals(Float.parseFloat(golden[i]), row[i], key + ", normal " + i);
        }
      }
      default -> fail("unknown line: " + what);
    }
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = RandomStreamGoldenTest.class.getResourceAsStream(FILE);
        BufferedReader reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
      return new ArrayList<>(reader.lines().toList());
    }
  }
}
