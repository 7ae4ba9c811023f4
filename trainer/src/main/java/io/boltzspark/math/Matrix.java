package io.boltzspark.math;

/**
 * A dense single-precision matrix in a flat array: row-major, rows are samples, columns are units.
 * A matrix is a window on its array, so that the rows of several matrices can lie one after another
 * and be multiplied by one BLAS call.
 */
public final class Matrix {
  private final float[] values;
  private final int offset;
  private final int rows;
  private final int columns;

  /**
   * A window of {@code rows x columns} on {@code values}, beginning at {@code offset}; nothing is
   * copied.
   */
  public Matrix(float[] values, int offset, int rows, int columns) {
    if (rows < 0 || columns < 0 || offset < 0) {
      throw new IllegalArgumentException(rows + " x " + columns + " at " + offset);
    }
    if (Math.addExact(offset, Math.multiplyExact(rows, columns)) > values.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " at " + offset + " exceeds " + values.length + " values");
    }
    this.values = values;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
  }

  /** A matrix of zeros with an array of its own. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(new float[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }

  /** The window of rows {@code from} (inclusive) to {@code to} (exclusive) on the same array. */
  public Matrix rows(int from, int to) {
    return new Matrix(values, offset + from * columns, to - from, columns);
  }

  /** The array beneath; shared with every other window on it. */
  public float[] values() {
    return values;
  }

  /** Index in {@link #values()} of the first element. */
  public int offset() {
    return offset;
  }

  /** Index in {@link #values()} of the first element of a row. */
  public int offset(int row) {
    return offset + row * columns;
  }

  public int rows() {
    return rows;
  }

  public int columns() {
    return columns;
  }

  public float get(int row, int column) {
    return values[offset(row) + column];
  }

  public void set(int row, int column, float value) {
    values[offset(row) + column] = value;
  }

  /** Copies all elements of a matrix of the same shape into this one. */
  public void setFrom(Matrix other) {
    if (other.rows != rows || other.columns != columns) {
      throw new IllegalArgumentException(other + " into " + this);
    }
    System.arraycopy(other.values, other.offset, values, offset, rows * columns);
  }

  /** A copy of the elements, row-major. */
  public float[] toArray() {
    return java.util.Arrays.copyOfRange(values, offset, offset + rows * columns);
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + " x " + columns + "]";
  }
}
