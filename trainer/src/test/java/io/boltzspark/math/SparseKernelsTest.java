package io.boltzspark.math;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparseKernelsTest {
  private final Random random = new Random(7);

  private Matrix table(int rows, int columns) {
    Matrix wide = Matrix.zeros(rows, columns + 3);
    for (int i = 0; i < wide.values().length; i++) {
      wide.values()[i] = (float) random.nextGaussian();
    }
    return wide.columns(2, columns + 2); // a window with a stride of its own
  }

  private Matrix states(int rows, int units, double share, boolean spins) {
    Matrix states = Matrix.zeros(rows, units);
    for (int i = 0; i < states.values().length; i++) {
      boolean on = random.nextDouble() < share;
      states.values()[i] = on ? 1 : spins ? -1 : 0;
    }
    return states;
  }

  @Test
  void vectorsAreThereSoThatTestsSeeThem() {
    assertTrue(SparseKernels.get().width() > 1, SparseKernels.get().getClass().getName());
  }

  /**
   * Every remainder by a vector's width and by groups of them, and units from never to always on.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 3, 4, 15, 16, 17, 33, 127, 128, 129, 250, 500})
  void vectorsAndScalarsGiveTheBitsOfOneAdditionAfterAnother(int columns) {
    for (double share : new double[] {0, 0.1, 0.5, 1}) {
      for (boolean keep : new boolean[] {false, true}) {
        int units = 37;
        int rows = 5;
        Matrix table = table(units, columns);
        IndexLists on = lists(states(rows, units, share, false), false);
        IndexLists off = lists(states(rows, units, share / 2, false), false);
        Matrix start = table(rows, columns);
        float[] expected = oneAfterAnother(table, on, off, keep, start);
        for (SparseKernels sums :
            new SparseKernels[] {new VectorSparseKernels(), new ScalarSparseKernels()}) {
          Matrix out = Matrix.zeros(rows, columns);
          out.setFrom(start);
          sums.sum(table, on, off, keep, out);
          assertArrayEquals(expected, out.toArray(), 0f, sums.getClass().getSimpleName());
        }
      }
    }
  }

  /** Changes that add a row, or add one and subtract another, in any succession. */
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 15, 16, 33, 127, 128, 130, 300})
  void changesGiveTheBitsOfOneAdditionAfterAnother(int columns) {
    int changes = 9;
    Matrix table = table(20, columns);
    int[] plus = random.ints(changes, 0, 20).toArray();
    int[] minus = {-1, 3, 7, -1, -1, 0, 19, 4, -1};
    float[] factors = new float[changes];
    for (int t = 0; t < changes; t++) {
      factors[t] = (float) random.nextGaussian();
    }
    float[] start = table(1, columns + 5).toArray();
    float[] expected = start.clone();
    for (int t = 2; t < changes; t++) {
      for (int c = 0; c < columns; c++) {
        expected[5 + c] += factors[t] * table.get(plus[t], c);
        if (minus[t] >= 0) {
          expected[5 + c] -= factors[t] * table.get(minus[t], c);
        }
      }
    }
    for (SparseKernels kernels :
        new SparseKernels[] {new VectorSparseKernels(), new ScalarSparseKernels()}) {
      float[] out = start.clone();
      kernels.addRows(table, plus, minus, factors, 2, changes, out, 5);
      assertArrayEquals(expected, out, 0f, kernels.getClass().getSimpleName());
      kernels.addRows(table, plus, minus, factors, 2, 2, out, 5);
      assertArrayEquals(expected, out, 0f, "no change");
    }
  }

  private static float[] oneAfterAnother(
      Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix start) {
    float[] sums = keep ? start.toArray() : new float[start.rows() * start.columns()];
    for (int r = 0; r < start.rows(); r++) {
      for (int c = 0; c < table.columns(); c++) {
        for (int t = on.starts()[r]; t < on.starts()[r + 1]; t++) {
          sums[r * table.columns() + c] += table.get(on.indices()[t], c);
        }
        for (int t = off.starts()[r]; t < off.starts()[r + 1]; t++) {
          sums[r * table.columns() + c] -= table.get(off.indices()[t], c);
        }
      }
    }
    return sums;
  }

  private static PackedStates packed(Matrix states, boolean spins) {
    PackedStates packed = new PackedStates();
    assertTrue(packed.pack(states, spins));
    return packed;
  }

  private static IndexLists lists(Matrix states, boolean spins) {
    IndexLists lists = new IndexLists();
    lists.setOn(packed(states, spins));
    return lists;
  }

  /** Numbers of units at and around vectors, words and blocks. */
  @ParameterizedTest
  @CsvSource({
    "1,false",
    "15,true",
    "16,false",
    "17,true",
    "383,false",
    "384,true",
    "385,false",
    "784,true",
    "784,false"
  })
  void listsNameTheUnitsThatAreOnAndThoseThatFlipped(int units, boolean spins) {
    int rows = 4;
    Matrix before = states(rows, units, 0.3, spins);
    Matrix now = states(rows, units, 0.6, spins);
    PackedStates was = packed(before, spins);
    PackedStates is = packed(now, spins);
    IndexLists lists = lists(now, spins);
    IndexLists plus = new IndexLists();
    IndexLists minus = new IndexLists();
    plus.setTurnedOn(was, is, was.differences(is));
    minus.setTurnedOn(is, was, is.differences(was));
    IndexLists columns = new IndexLists();
    columns.setTransposed(lists, 1, rows, units);
    int on = 0;
    for (int i = 0; i < units; i++) {
      for (int r = 0; r < rows; r++) {
        boolean earlier = before.get(r, i) > 0;
        boolean later = now.get(r, i) > 0;
        on += later ? 1 : 0;
        assertEquals(later, contains(lists, r, i));
        assertEquals(later && !earlier, contains(plus, r, i));
        assertEquals(earlier && !later, contains(minus, r, i));
        assertEquals(later && r > 0, contains(columns, i, r));
      }
    }
    assertEquals(on, is.count());
    assertEquals(on, lists.size());
    assertEquals(plus.size() + minus.size(), is.differences(was));
    assertEquals(units, columns.rows());
  }

  @ParameterizedTest
  @CsvSource({"1,true", "16,false", "100,true", "384,false", "500,true", "784,true", "785,false"})
  void vectorsAndScalarsPackTheSameBits(int units, boolean spins) {
    for (double share : new double[] {0, 0.3, 1}) {
      float[] row = states(1, units + 2, share, spins).toArray();
      int words = (units + PackedStates.BLOCK - 1) / PackedStates.BLOCK * PackedStates.WORDS;
      long[] vectors = new long[words + 1];
      long[] scalars = new long[words + 1];
      float[] scratch = new float[PackedStates.VECTOR];
      assertTrue(new VectorSparseKernels().pack(row, 2, units, spins, vectors, 1, scratch));
      assertTrue(new ScalarSparseKernels().pack(row, 2, units, spins, scalars, 1, scratch));
      assertArrayEquals(scalars, vectors);
      row[2 + units / 2] = 0.5f;
      assertFalse(new VectorSparseKernels().pack(row, 2, units, spins, vectors, 1, scratch));
      assertFalse(new ScalarSparseKernels().pack(row, 2, units, spins, scalars, 1, scratch));
    }
  }

  /** One pass gives what the plain loops give, number by number. */
  @ParameterizedTest
  @CsvSource({"1,true", "15,false", "16,true", "17,false", "100,true", "500,false", "784,true"})
  void vectorsDrawTheBitsOfPlainLoops(int units, boolean spins) {
    float[] bias = table(1, units).toArray();
    float[] inputs = table(1, units + 3).toArray();
    float[] odd = {40f, -40f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f};
    for (int i = 0; i < Math.min(odd.length, units); i++) {
      inputs[3 + i * (units / odd.length + 1) % units] = odd[i];
    }
    float[] mean = Arrays.copyOfRange(inputs, 3, 3 + units);
    RowKernels.addInPlace(mean, bias, 0, units);
    RowKernels.scaleInPlace(mean, spins ? 2f : 1f, 0, units);
    RowKernels.sigmoidInPlace(mean, new float[units], units);
    float[] sample = new float[units];
    RandomStream plain = stream();
    for (int draw = 0; draw < 3; draw++) {
      plain.nextUniforms(sample, units);
    }
    RowKernels.bernoulliInto(mean, sample, sample, units);
    RandomStream given = stream();
    given.nextLong();
    given.nextLong();
    float[] ofMeans = new float[units + 1];
    SparseKernels kernels = new VectorSparseKernels();
    assertTrue(kernels.drawGiven(mean, units, given, ofMeans, 1));
    assertArrayEquals(sample, Arrays.copyOfRange(ofMeans, 1, units + 1));
    if (spins) {
      RowKernels.affineInPlace(sample, 2f, -1f, units);
      RowKernels.affineInPlace(mean, 2f, -1f, units);
    }
    for (boolean means : new boolean[] {false, true}) {
      RandomStream stream = stream();
      stream.nextLong();
      stream.nextLong();
      float[] x = inputs.clone();
      float[] drawn = means ? new float[units + 3] : x;
      assertTrue(kernels.draw(x, 3, bias, units, spins, stream, drawn, 3, means));
      assertArrayEquals(sample, Arrays.copyOfRange(drawn, 3, 3 + units));
      if (means) {
        assertArrayEquals(mean, Arrays.copyOfRange(x, 3, 3 + units));
      }
      assertEquals(plain.nextLong(), stream.nextLong());
      plain = stream();
      for (int draw = 0; draw < 3; draw++) {
        plain.nextLong();
      }
    }
  }

  private static RandomStream stream() {
    return new RandomStream(5, RandomStream.Purpose.CHAINS, 1, 2);
  }

  @Test
  void withoutVectorsNothingIsDrawn() {
    RandomStream stream = stream();
    float[] x = {0.25f};
    SparseKernels scalar = SparseKernels.scalar();
    assertFalse(scalar.draw(x, 0, new float[1], 1, false, stream, x, 0, false));
    assertFalse(scalar.drawGiven(x, 1, stream, x, 0));
    assertEquals(0.25f, x[0]);
    assertEquals(stream().nextLong(), stream.nextLong());
  }

  private static boolean contains(IndexLists lists, int row, int index) {
    for (int t = lists.starts()[row]; t < lists.starts()[row + 1]; t++) {
      if (lists.indices()[t] == index) {
        return true;
      }
    }
    return false;
  }

  /** Means, numbers that are none: a dense product knows what to do with them. */
  @ParameterizedTest
  @ValueSource(
      floats = {0.5f, 2f, -1f, Float.NaN, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, 1.0000001f})
  void otherValuesAreNoticed(float other) {
    Matrix states = states(2, 20, 0.4, false);
    states.set(1, 19, other);
    assertFalse(new PackedStates().pack(states, false));
    Matrix spins = states(2, 20, 0.4, true);
    assertTrue(new PackedStates().pack(spins, true));
    spins.set(0, 0, other == -1f ? 0f : other);
    assertFalse(new PackedStates().pack(spins, true));
  }

  @Test
  void negativeZeroIsOff() {
    Matrix states = new Matrix(new float[] {-0f, 1f}, 0, 1, 2);
    assertEquals(1, packed(states, false).count());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 64, 100})
  void transposes(int rows) {
    Matrix from = table(rows, 13);
    Matrix to = Matrix.zeros(13, rows);
    Transposition.copy(from, to, 0, rows / 2);
    Transposition.copy(from, to, rows / 2, rows);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 13; j++) {
        assertEquals(from.get(i, j), to.get(j, i));
      }
    }
  }
}
