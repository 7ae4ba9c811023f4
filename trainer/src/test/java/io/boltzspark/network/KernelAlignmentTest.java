package io.boltzspark.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.boltzspark.network.LayerSpec.Convolution;
import io.boltzspark.network.LayerSpec.TransposedConvolution;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where a kernel lies, told by a single 1 in the input and a kernel of ones. The rows are counted
 * by hand from TensorFlow's rule: a kernel of 5 with stride 2 on an even size needs 3 rows of
 * padding, of which 1 comes before.
 */
class KernelAlignmentTest {

  @ParameterizedTest
  @CsvSource({
    // input, kernel, stride, row of the 1, first and last row that it reaches
    "7, 5, 2, 3, 5, 9",
    "7, 5, 2, 0, 0, 3",
    "7, 5, 2, 6, 11, 13",
    "7, 5, 1, 3, 1, 5",
    "7, 5, 1, 0, 0, 2",
    "14, 5, 2, 3, 5, 9",
    "7, 4, 2, 3, 5, 8",
    "7, 3, 2, 3, 6, 8",
    "7, 3, 2, 6, 12, 13",
    "7, 2, 2, 3, 6, 7",
    "4, 5, 3, 1, 2, 6",
    "4, 1, 3, 1, 3, 3",
  })
  void transposedConvolution(int input, int kernel, int stride, int row, int first, int last) {
    for (int channels : new int[] {1, 16}) {
      LayerSpec layer = new TransposedConvolution(channels, kernel, stride, false);
      assertEquals(range(first, last), rowsReached(input, layer, row));
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Large row 6 is met by small rows y with 0 <= 6 - (2 y - 1) <= 4.
    "14, 5, 2, 6, 2, 3",
    "14, 5, 2, 5, 1, 3",
    "14, 5, 2, 13, 5, 6",
    "14, 5, 2, 0, 0, 0",
    // Odd sizes need 4 rows of padding, of which 2 come before.
    "7, 5, 2, 0, 0, 1",
    "7, 5, 2, 6, 2, 3",
    "28, 3, 2, 0, 0, 0",
    "28, 3, 2, 2, 0, 1",
    "14, 5, 1, 5, 3, 7",
  })
  void convolution(int input, int kernel, int stride, int row, int first, int last) {
    LayerSpec layer = new Convolution(2, kernel, stride, false);
    assertEquals(range(first, last), rowsReached(input, layer, row));
  }

  private static Set<Integer> rowsReached(int size, LayerSpec layer, int row) {
    Set<Integer> rows = rowsReached(new Shape(size, size, 1), layer, row);
    assertEquals(rows, rowsReached(new Shape(size, size, 16), layer, row));
    return rows;
  }

  /** The 1 is at (row, row), so that rows and columns agree. */
  private static Set<Integer> rowsReached(Shape shape, LayerSpec layer, int row) {
    OneNetwork network = new OneNetwork(shape, layer);
    Arrays.fill(network.parameters, 1f);
    Maps input = Maps.zeros(shape, 1);
    input.add(0, row, row, 0, 1);
    Maps output = network.infer(input);
    Set<Integer> rows = new TreeSet<>();
    Set<Integer> columns = new TreeSet<>();
    for (int y = 0; y < output.shape().height(); y++) {
      for (int x = 0; x < output.shape().width(); x++) {
        if (output.get(0, y, x, 0) != 0) {
          rows.add(y);
          columns.add(x);
        }
      }
    }
    assertEquals(rows, columns);
    return rows;
  }

  private static Set<Integer> range(int first, int last) {
    Set<Integer> range = new TreeSet<>();
    for (int i = first; i <= last; i++) {
      range.add(i);
    }
    return range;
  }
}
