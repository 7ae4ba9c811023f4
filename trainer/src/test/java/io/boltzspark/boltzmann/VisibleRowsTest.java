package io.boltzspark.boltzmann;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.boltzspark.learning.RowFormat;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.Standardisation;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** From bytes of rows to visible states, in each step and in the order of the steps. */
class VisibleRowsTest {
  private static final Standardisation SPIN =
      new Standardisation(
          new float[] {0.5f, 0.5f, 0.5f, 0.5f}, new float[] {0.5f, 0.5f, 0.5f, 0.5f});

  private static RandomStream random() {
    return new RandomStream(11, Purpose.RESAMPLING, 2, 3);
  }

  private static float[] decode(VisibleRows rows, byte[] bytes, RandomStream random) {
    Matrix states = Matrix.zeros(1, rows.units());
    rows.reader().decode(bytes, states, 0, random);
    return states.toArray();
  }

  @Test
  void aLabelIsOneOfTheUnitsBehindTheValues() {
    VisibleRows rows = new VisibleRows(RowFormat.BINARY, 2, 3, false, Standardisation.identity(2));
    assertEquals(3, rows.rowBytes());
    assertEquals(5, rows.units());
    assertArrayEquals(new float[] {1, 0, 0, 0, 1}, decode(rows, new byte[] {1, 0, 2}, random()));
    assertArrayEquals(new float[] {0, 1, 1, 0, 0}, decode(rows, new byte[] {0, 1, 0}, random()));
    byte none = (byte) VisibleRows.NO_LABEL;
    assertArrayEquals(new float[] {1, 1, 0, 0, 0}, decode(rows, new byte[] {1, 1, none}, random()));
  }

  @Test
  void aSiteIsOneByteAndAUnitForEachState() {
    RowFormat format = RowFormat.categories(3);
    VisibleRows rows = new VisibleRows(format, 6, 2, false, Standardisation.identity(6));
    assertEquals(3, rows.rowBytes());
    assertEquals(8, rows.units());
    VisibleRows.Reader reader = rows.reader();
    Matrix states = Matrix.zeros(1, 8);
    reader.decode(new byte[] {2, 0, 1}, states, 0, random());
    assertArrayEquals(new float[] {0, 0, 1, 1, 0, 0, 0, 1}, states.toArray());
    reader.decode(new byte[] {1, 1, 0}, states, 0, random()); // nothing of the row before is left
    assertArrayEquals(new float[] {0, 1, 0, 0, 1, 0, 1, 0}, states.toArray());
    int many = RowFormat.MOST_STATES;
    float[] last = new float[many];
    RowFormat.categories(many).decode(new byte[] {(byte) 255}, 0, last, 0, many);
    assertEquals(1, last[255]);
  }

  @Test
  void aRowWithoutLabelUnitsHasNoByteForThem() {
    VisibleRows rows = new VisibleRows(RowFormat.FLOAT, 3, 0, false, Standardisation.identity(3));
    assertEquals(12, rows.rowBytes());
    assertEquals(3, rows.units());
  }

  @Test
  void valuesAreStandardisedAndLabelsAreNot() {
    float[] values = {-3f, 0.25f, 7e5f};
    ByteBuffer bytes = ByteBuffer.allocate(13).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    bytes.put((byte) 1);
    float[] offset = {1f, 0.25f, 5e5f};
    float[] scale = {2f, 0.1f, 1e6f};
    VisibleRows rows =
        new VisibleRows(RowFormat.FLOAT, 3, 2, false, new Standardisation(offset, scale));
    float[] expected = {-2f, 0f, 0.2f, 0f, 1f};
    assertArrayEquals(expected, decode(rows, bytes.array(), random()));
  }

  @Test
  void greyValuesAreDrawnBeforeTheyAreStandardised() {
    byte[] grey = {0, 51, (byte) 204, (byte) 255};
    VisibleRows rows = new VisibleRows(RowFormat.GREY, 4, 0, true, SPIN);
    RandomStream draws = random();
    RandomStream same = random();
    float[] uniform = new float[4];
    VisibleRows.Reader reader = rows.reader();
    Matrix states = Matrix.zeros(1, 4);
    int up = 0;
    int count = 400;
    for (int r = 0; r < count; r++) {
      reader.decode(grey, states, 0, draws);
      same.nextUniforms(uniform, 4);
      for (int i = 0; i < 4; i++) {
        float drawn = uniform[i] < (grey[i] & 0xff) / 255f ? 1f : 0f;
        assertEquals(2 * drawn - 1, states.get(0, i), "row " + r + ", unit " + i);
      }
      up += states.get(0, 1) > 0 ? 1 : 0;
    }
    // 5 standard deviations of a binomial mean of probability 0.2, at a fixed seed.
    assertEquals(0.2, up / (double) count, 5 * Math.sqrt(0.2 * 0.8 / count));
  }

  @Test
  void withoutDrawsNoRandomNumberIsTaken() {
    VisibleRows rows = new VisibleRows(RowFormat.GREY, 4, 0, false, Standardisation.identity(4));
    RandomStream random = random();
    decode(rows, new byte[] {0, 51, (byte) 204, (byte) 255}, random);
    assertEquals(random().nextLong(), random.nextLong());
  }

  @Test
  void aRowGoesWhereItIsToldWithinALargerMatrix() {
    VisibleRows rows = new VisibleRows(RowFormat.BINARY, 4, 2, false, SPIN);
    Matrix all = Matrix.zeros(3, 8);
    java.util.Arrays.fill(all.values(), 9f);
    rows.reader().decode(new byte[] {1, 0, 0, 1, 1}, all.columns(1, 7), 1, random());
    assertArrayEquals(new float[] {9, 1, -1, -1, 1, 0, 1, 9}, all.rows(1, 2).toArray());
    for (int r = 0; r < 3; r += 2) {
      for (int c = 0; c < 8; c++) {
        assertEquals(9f, all.get(r, c));
      }
    }
  }

  @Test
  void labelsThatFitIntoAByte() {
    assertEquals(
        "[false, true, true, false]",
        java.util.Arrays.toString(
            new boolean[] {
              VisibleRows.isLabel(-1),
              VisibleRows.isLabel(0),
              VisibleRows.isLabel(254),
              VisibleRows.isLabel(255)
            }));
    assertNotEquals(true, VisibleRows.isLabel(1L << 32));
  }
}
