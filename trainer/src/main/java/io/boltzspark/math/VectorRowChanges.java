package io.boltzspark.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Several changes of one output row with the Vector API: eight vectors of the row stay in registers
 * while the changes go by.
 */
final class VectorRowChanges {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  private VectorRowChanges() {}

  /**
   * Changes as {@link SparseKernels#addRows} describes, of which all subtract a row, or none.
   *
   * @param first the first change; there is one at least
   */
  static void addAlike(
      Matrix table,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at) {
    float[] from = table.values();
    int stride = table.stride();
    int columns = table.columns();
    int column = 0;
    for (; column + 8 * WIDTH <= columns; column += 8 * WIDTH) {
      int base = table.offset() + column;
      change8(from, base, stride, plus, minus, factors, first, end, out, at + column);
    }
    for (; column + WIDTH <= columns; column += WIDTH) {
      int base = table.offset() + column;
      change1(from, base, stride, plus, minus, factors, first, end, out, at + column);
    }
    for (; column < columns; column++) {
      float sum = out[at + column];
      for (int t = first; t < end; t++) {
        sum += factors[t] * from[table.offset(plus[t]) + column];
        if (minus[t] >= 0) {
          sum -= factors[t] * from[table.offset(minus[t]) + column];
        }
      }
      out[at + column] = sum;
    }
  }

  /** 8 vectors of an output row, from the changes of which all subtract a row, or none. */
  private static void change8(
      float[] table,
      int base,
      int stride,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, out, at);
    FloatVector a1 = FloatVector.fromArray(SPECIES, out, at + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, out, at + 2 * WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, out, at + 3 * WIDTH);
    FloatVector a4 = FloatVector.fromArray(SPECIES, out, at + 4 * WIDTH);
    FloatVector a5 = FloatVector.fromArray(SPECIES, out, at + 5 * WIDTH);
    FloatVector a6 = FloatVector.fromArray(SPECIES, out, at + 6 * WIDTH);
    FloatVector a7 = FloatVector.fromArray(SPECIES, out, at + 7 * WIDTH);
    if (minus[first] < 0) {
      for (int t = first; t < end; t++) {
        int on = base + plus[t] * stride;
        float factor = factors[t];
        a0 = a0.add(FloatVector.fromArray(SPECIES, table, on).mul(factor));
        a1 = a1.add(FloatVector.fromArray(SPECIES, table, on + WIDTH).mul(factor));
        a2 = a2.add(FloatVector.fromArray(SPECIES, table, on + 2 * WIDTH).mul(factor));
        a3 = a3.add(FloatVector.fromArray(SPECIES, table, on + 3 * WIDTH).mul(factor));
        a4 = a4.add(FloatVector.fromArray(SPECIES, table, on + 4 * WIDTH).mul(factor));
        a5 = a5.add(FloatVector.fromArray(SPECIES, table, on + 5 * WIDTH).mul(factor));
        a6 = a6.add(FloatVector.fromArray(SPECIES, table, on + 6 * WIDTH).mul(factor));
        a7 = a7.add(FloatVector.fromArray(SPECIES, table, on + 7 * WIDTH).mul(factor));
      }
    } else {
      for (int t = first; t < end; t++) {
        int on = base + plus[t] * stride;
        int off = base + minus[t] * stride;
        float factor = factors[t];
        a0 = a0.add(FloatVector.fromArray(SPECIES, table, on).mul(factor));
        a1 = a1.add(FloatVector.fromArray(SPECIES, table, on + WIDTH).mul(factor));
        a2 = a2.add(FloatVector.fromArray(SPECIES, table, on + 2 * WIDTH).mul(factor));
        a3 = a3.add(FloatVector.fromArray(SPECIES, table, on + 3 * WIDTH).mul(factor));
        a4 = a4.add(FloatVector.fromArray(SPECIES, table, on + 4 * WIDTH).mul(factor));
        a5 = a5.add(FloatVector.fromArray(SPECIES, table, on + 5 * WIDTH).mul(factor));
        a6 = a6.add(FloatVector.fromArray(SPECIES, table, on + 6 * WIDTH).mul(factor));
        a7 = a7.add(FloatVector.fromArray(SPECIES, table, on + 7 * WIDTH).mul(factor));
        a0 = a0.sub(FloatVector.fromArray(SPECIES, table, off).mul(factor));
        a1 = a1.sub(FloatVector.fromArray(SPECIES, table, off + WIDTH).mul(factor));
        a2 = a2.sub(FloatVector.fromArray(SPECIES, table, off + 2 * WIDTH).mul(factor));
        a3 = a3.sub(FloatVector.fromArray(SPECIES, table, off + 3 * WIDTH).mul(factor));
        a4 = a4.sub(FloatVector.fromArray(SPECIES, table, off + 4 * WIDTH).mul(factor));
        a5 = a5.sub(FloatVector.fromArray(SPECIES, table, off + 5 * WIDTH).mul(factor));
        a6 = a6.sub(FloatVector.fromArray(SPECIES, table, off + 6 * WIDTH).mul(factor));
        a7 = a7.sub(FloatVector.fromArray(SPECIES, table, off + 7 * WIDTH).mul(factor));
      }
    }
    a0.intoArray(out, at);
    a1.intoArray(out, at + WIDTH);
    a2.intoArray(out, at + 2 * WIDTH);
    a3.intoArray(out, at + 3 * WIDTH);
    a4.intoArray(out, at + 4 * WIDTH);
    a5.intoArray(out, at + 5 * WIDTH);
    a6.intoArray(out, at + 6 * WIDTH);
    a7.intoArray(out, at + 7 * WIDTH);
  }

  /** 1 vectors of an output row, from the changes of which all subtract a row, or none. */
  private static void change1(
      float[] table,
      int base,
      int stride,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, out, at);
    if (minus[first] < 0) {
      for (int t = first; t < end; t++) {
        int on = base + plus[t] * stride;
        float factor = factors[t];
        a0 = a0.add(FloatVector.fromArray(SPECIES, table, on).mul(factor));
      }
    } else {
      for (int t = first; t < end; t++) {
        int on = base + plus[t] * stride;
        int off = base + minus[t] * stride;
        float factor = factors[t];
        a0 = a0.add(FloatVector.fromArray(SPECIES, table, on).mul(factor));
        a0 = a0.sub(FloatVector.fromArray(SPECIES, table, off).mul(factor));
      }
    }
    a0.intoArray(out, at);
  }
}
