package io.boltzspark.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link SparseKernels} with the Vector API: eight sums at a time stay in registers while the rows
 * of a list go by, so a table's element is loaded and added, and nothing else. Columns are the
 * outer loop, so that the part of the table in use stays in the second-level cache.
 *
 * <p>Loaded by name, because the module {@code jdk.incubator.vector} may be missing.
 */
final class VectorSparseKernels extends SparseKernels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int WIDTH = SPECIES.length();

  @Override
  public int width() {
    return WIDTH;
  }

  @Override
  void compute(Matrix table, IndexLists on, IndexLists off, boolean keep, Matrix out) {
    float[] from = table.values();
    int stride = table.stride();
    int[] plus = on.indices();
    int[] plusStarts = on.starts();
    int[] minus = off.indices();
    int[] minusStarts = off.starts();
    int columns = out.columns();
    int column = 0;
    while (column < columns) {
      int left = (columns - column) / WIDTH;
      int vectors = left >= 8 ? 8 : left >= 4 ? 4 : left >= 2 ? 2 : left;
      int base = table.offset() + column;
      for (int r = 0; r < out.rows(); r++) {
        int p = plusStarts[r];
        int pEnd = plusStarts[r + 1];
        int m = minusStarts[r];
        int mEnd = minusStarts[r + 1];
        int at = out.offset(r) + column;
        switch (vectors) {
          case 8 -> sum8(from, base, stride, plus, p, pEnd, minus, m, mEnd, keep, out.values(), at);
          case 4 -> sum4(from, base, stride, plus, p, pEnd, minus, m, mEnd, keep, out.values(), at);
          case 2 -> sum2(from, base, stride, plus, p, pEnd, minus, m, mEnd, keep, out.values(), at);
          case 1 -> sum1(from, base, stride, plus, p, pEnd, minus, m, mEnd, keep, out.values(), at);
          default -> {
            int c = 0;
            for (; c + 4 <= columns - column; c += 4) {
              sumFour(
                  from,
                  base + c,
                  stride,
                  plus,
                  p,
                  pEnd,
                  minus,
                  m,
                  mEnd,
                  keep,
                  out.values(),
                  at + c);
            }
            for (; c < columns - column; c++) {
              sumOne(
                  from,
                  base + c,
                  stride,
                  plus,
                  p,
                  pEnd,
                  minus,
                  m,
                  mEnd,
                  keep,
                  out.values(),
                  at + c);
            }
          }
        }
      }
      column += vectors == 0 ? columns - column : vectors * WIDTH;
    }
  }

  /** Four elements of an output row. */
  private static void sumFour(
      float[] table,
      int base,
      int stride,
      int[] on,
      int onFrom,
      int onTo,
      int[] off,
      int offFrom,
      int offTo,
      boolean keep,
      float[] out,
      int at) {
    float a0 = keep ? out[at] : 0f;
    float a1 = keep ? out[at + 1] : 0f;
    float a2 = keep ? out[at + 2] : 0f;
    float a3 = keep ? out[at + 3] : 0f;
    for (int t = onFrom; t < onTo; t++) {
      int row = base + on[t] * stride;
      a0 += table[row];
      a1 += table[row + 1];
      a2 += table[row + 2];
      a3 += table[row + 3];
    }
    for (int t = offFrom; t < offTo; t++) {
      int row = base + off[t] * stride;
      a0 -= table[row];
      a1 -= table[row + 1];
      a2 -= table[row + 2];
      a3 -= table[row + 3];
    }
    out[at] = a0;
    out[at + 1] = a1;
    out[at + 2] = a2;
    out[at + 3] = a3;
  }

  /** One element of an output row. */
  private static void sumOne(
      float[] table,
      int base,
      int stride,
      int[] on,
      int onFrom,
      int onTo,
      int[] off,
      int offFrom,
      int offTo,
      boolean keep,
      float[] out,
      int at) {
    float sum = keep ? out[at] : 0f;
    for (int t = onFrom; t < onTo; t++) {
      sum += table[base + on[t] * stride];
    }
    for (int t = offFrom; t < offTo; t++) {
      sum -= table[base + off[t] * stride];
    }
    out[at] = sum;
  }

  /** 8 vectors of one output row. */
  private static void sum8(
      float[] table,
      int base,
      int stride,
      int[] on,
      int onFrom,
      int onTo,
      int[] off,
      int offFrom,
      int offTo,
      boolean keep,
      float[] out,
      int at) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = keep ? FloatVector.fromArray(SPECIES, out, at) : zero;
    FloatVector a1 = keep ? FloatVector.fromArray(SPECIES, out, at + WIDTH) : zero;
    FloatVector a2 = keep ? FloatVector.fromArray(SPECIES, out, at + 2 * WIDTH) : zero;
    FloatVector a3 = keep ? FloatVector.fromArray(SPECIES, out, at + 3 * WIDTH) : zero;
    FloatVector a4 = keep ? FloatVector.fromArray(SPECIES, out, at + 4 * WIDTH) : zero;
    FloatVector a5 = keep ? FloatVector.fromArray(SPECIES, out, at + 5 * WIDTH) : zero;
    FloatVector a6 = keep ? FloatVector.fromArray(SPECIES, out, at + 6 * WIDTH) : zero;
    FloatVector a7 = keep ? FloatVector.fromArray(SPECIES, out, at + 7 * WIDTH) : zero;
    for (int t = onFrom; t < onTo; t++) {
      int row = base + on[t] * stride;
      a0 = a0.add(FloatVector.fromArray(SPECIES, table, row));
      a1 = a1.add(FloatVector.fromArray(SPECIES, table, row + WIDTH));
      a2 = a2.add(FloatVector.fromArray(SPECIES, table, row + 2 * WIDTH));
      a3 = a3.add(FloatVector.fromArray(SPECIES, table, row + 3 * WIDTH));
      a4 = a4.add(FloatVector.fromArray(SPECIES, table, row + 4 * WIDTH));
      a5 = a5.add(FloatVector.fromArray(SPECIES, table, row + 5 * WIDTH));
      a6 = a6.add(FloatVector.fromArray(SPECIES, table, row + 6 * WIDTH));
      a7 = a7.add(FloatVector.fromArray(SPECIES, table, row + 7 * WIDTH));
    }
    for (int t = offFrom; t < offTo; t++) {
      int row = base + off[t] * stride;
      a0 = a0.sub(FloatVector.fromArray(SPECIES, table, row));
      a1 = a1.sub(FloatVector.fromArray(SPECIES, table, row + WIDTH));
      a2 = a2.sub(FloatVector.fromArray(SPECIES, table, row + 2 * WIDTH));
      a3 = a3.sub(FloatVector.fromArray(SPECIES, table, row + 3 * WIDTH));
      a4 = a4.sub(FloatVector.fromArray(SPECIES, table, row + 4 * WIDTH));
      a5 = a5.sub(FloatVector.fromArray(SPECIES, table, row + 5 * WIDTH));
      a6 = a6.sub(FloatVector.fromArray(SPECIES, table, row + 6 * WIDTH));
      a7 = a7.sub(FloatVector.fromArray(SPECIES, table, row + 7 * WIDTH));
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

  /** 4 vectors of one output row. */
  private static void sum4(
      float[] table,
      int base,
      int stride,
      int[] on,
      int onFrom,
      int onTo,
      int[] off,
      int offFrom,
      int offTo,
      boolean keep,
      float[] out,
      int at) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = keep ? FloatVector.fromArray(SPECIES, out, at) : zero;
    FloatVector a1 = keep ? FloatVector.fromArray(SPECIES, out, at + WIDTH) : zero;
    FloatVector a2 = keep ? FloatVector.fromArray(SPECIES, out, at + 2 * WIDTH) : zero;
    FloatVector a3 = keep ? FloatVector.fromArray(SPECIES, out, at + 3 * WIDTH) : zero;
    for (int t = onFrom; t < onTo; t++) {
      int row = base + on[t] * stride;
      a0 = a0.add(FloatVector.fromArray(SPECIES, table, row));
      a1 = a1.add(FloatVector.fromArray(SPECIES, table, row + WIDTH));
      a2 = a2.add(FloatVector.fromArray(SPECIES, table, row + 2 * WIDTH));
      a3 = a3.add(FloatVector.fromArray(SPECIES, table, row + 3 * WIDTH));
    }
    for (int t = offFrom; t < offTo; t++) {
      int row = base + off[t] * stride;
      a0 = a0.sub(FloatVector.fromArray(SPECIES, table, row));
      a1 = a1.sub(FloatVector.fromArray(SPECIES, table, row + WIDTH));
      a2 = a2.sub(FloatVector.fromArray(SPECIES, table, row + 2 * WIDTH));
      a3 = a3.sub(FloatVector.fromArray(SPECIES, table, row + 3 * WIDTH));
    }
    a0.intoArray(out, at);
    a1.intoArray(out, at + WIDTH);
    a2.intoArray(out, at + 2 * WIDTH);
    a3.intoArray(out, at + 3 * WIDTH);
  }

  /** 2 vectors of one output row. */
  private static void sum2(
      float[] table,
      int base,
      int stride,
      int[] on,
      int onFrom,
      int onTo,
      int[] off,
      int offFrom,
      int offTo,
      boolean keep,
      float[] out,
      int at) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = keep ? FloatVector.fromArray(SPECIES, out, at) : zero;
    FloatVector a1 = keep ? FloatVector.fromArray(SPECIES, out, at + WIDTH) : zero;
    for (int t = onFrom; t < onTo; t++) {
      int row = base + on[t] * stride;
      a0 = a0.add(FloatVector.fromArray(SPECIES, table, row));
      a1 = a1.add(FloatVector.fromArray(SPECIES, table, row + WIDTH));
    }
    for (int t = offFrom; t < offTo; t++) {
      int row = base + off[t] * stride;
      a0 = a0.sub(FloatVector.fromArray(SPECIES, table, row));
      a1 = a1.sub(FloatVector.fromArray(SPECIES, table, row + WIDTH));
    }
    a0.intoArray(out, at);
    a1.intoArray(out, at + WIDTH);
  }

  /** 1 vectors of one output row. */
  private static void sum1(
      float[] table,
      int base,
      int stride,
      int[] on,
      int onFrom,
      int onTo,
      int[] off,
      int offFrom,
      int offTo,
      boolean keep,
      float[] out,
      int at) {
    FloatVector zero = FloatVector.zero(SPECIES);
    FloatVector a0 = keep ? FloatVector.fromArray(SPECIES, out, at) : zero;
    for (int t = onFrom; t < onTo; t++) {
      int row = base + on[t] * stride;
      a0 = a0.add(FloatVector.fromArray(SPECIES, table, row));
    }
    for (int t = offFrom; t < offTo; t++) {
      int row = base + off[t] * stride;
      a0 = a0.sub(FloatVector.fromArray(SPECIES, table, row));
    }
    a0.intoArray(out, at);
  }

  @Override
  public void addRows(Matrix table, int plus, int minus, float factor, float[] out, int at) {
    float[] from = table.values();
    int columns = table.columns();
    int end = SPECIES.loopBound(columns);
    int p = table.offset(plus);
    if (minus < 0) {
      for (int i = 0; i < end; i += WIDTH) {
        FloatVector row = FloatVector.fromArray(SPECIES, from, p + i).mul(factor);
        FloatVector.fromArray(SPECIES, out, at + i).add(row).intoArray(out, at + i);
      }
      for (int i = end; i < columns; i++) {
        out[at + i] += factor * from[p + i];
      }
      return;
    }
    int m = table.offset(minus);
    for (int i = 0; i < end; i += WIDTH) {
      FloatVector on = FloatVector.fromArray(SPECIES, from, p + i).mul(factor);
      FloatVector off = FloatVector.fromArray(SPECIES, from, m + i).mul(factor);
      FloatVector.fromArray(SPECIES, out, at + i).add(on).sub(off).intoArray(out, at + i);
    }
    for (int i = end; i < columns; i++) {
      out[at + i] = (out[at + i] + factor * from[p + i]) - factor * from[m + i];
    }
  }

  @Override
  public void addRows(
      Matrix table,
      int[] plus,
      int[] minus,
      float[] factors,
      int first,
      int end,
      float[] out,
      int at) {
    int from = first;
    while (from < end) {
      int to = from + 1;
      while (to < end && minus[to] < 0 == minus[from] < 0) {
        to++;
      }
      VectorRowChanges.addAlike(table, plus, minus, factors, from, to, out, at);
      from = to;
    }
  }

  @Override
  boolean pack(
      float[] x, int from, int count, boolean spins, long[] words, int at, float[] scratch) {
    return VectorStates.pack(x, from, count, spins, words, at, scratch);
  }

  @Override
  public boolean draw(
      float[] x,
      int at,
      float[] bias,
      int count,
      boolean spins,
      RandomStream random,
      float[] sample,
      int to,
      boolean means) {
    VectorStates.draw(x, at, bias, count, spins, random, sample, to, means);
    return true;
  }

  @Override
  public boolean drawGiven(float[] mean, int count, RandomStream random, float[] sample, int to) {
    VectorStates.drawGiven(mean, count, random, sample, to);
    return true;
  }
}
