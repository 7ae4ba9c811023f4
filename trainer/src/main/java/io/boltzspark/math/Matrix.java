package io.boltzspark.math;

/**
 * A dense single-precision matrix in a flat array: row-major, rows are samples, columns are units.
 * A matrix is a window on its array, so the rows of several matrices can be contiguous and be
 * multiplied by one BLAS call, and a group of units can be viewed as columns of its layer.
 */
public final class Matrix {
  private final float[] values;
  private final int offset;
  private final int rows;
  private final int columns;
  private final int stride;

  /**
   * A window of {@code rows x columns} on {@code values}, beginning at {@code offset}; without
   * copying.
   */
  public Matrix(float[] values, int offset, int rows, int columns) {
    this(values, offset, rows, columns, columns);
  }

  private Matrix(float[] values, int offset, int rows, int columns, int stride) {
    if (rows < 0 || columns < 0 || offset < 0) {
      throw new IllegalArgumentException(rows + " x " + columns + " at " + offset);
    }
    int end = rows == 0 ? 0 : Math.addExact(Math.multiplyExact(rows - 1, stride), columns);
    if (rows > 0 && Math.addExact(offset, end) > values.length) {
      throw new IllegalArgumentException(
          rows + " x " + columns + " at " + offset + " exceeds " + values.length + " values");
    }
    this.values = values;
    this.offset = offset;
    this.rows = rows;
    this.columns = columns;
    this.stride = stride;
  }

  /** A matrix of zeros with its own array. */
  public static Matrix zeros(int rows, int columns) {
    return new Matrix(new float[Math.multiplyExact(rows, columns)], 0, rows, columns);
  }

  /** The window of rows {@code from} (inclusive) to {@code to} (exclusive) on the same array. */
  public Matrix rows(int from, int to) {
    return new Matrix(values, offset + from * stride, to - from, columns, stride);
  }

  /** The window of columns {@code from} (inclusive) to {@code to} (exclusive) on the same array. */
  public Matrix columns(int from, int to) {
    if (to > columns) {
      throw new IllegalArgumentException("columns " + from + " to " + to + " of " + this);
    }
    return new Matrix(values, offset + from, rows, to - from, stride);
  }

  /** The underlying array, shared with all other windows on it. */
  public float[] values() {
    return values;
  }

  /** Index in {@link #values()} of the first element. */
  public int offset() {
    return offset;
  }

  /** Index in {@link #values()} of the first element of a row. */
  public int offset(int row) {
    return offset + row * stride;
  }

  /** The distance between the first elements of neighbouring rows. */
  public int stride() {
    return stride;
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
    for (int row = 0; row < rows; row++) {
      System.arraycopy(other.values, other.offset(row), values, offset(row), columns);
    }
  }

  /** A copy of the elements, row-major. */
  public float[] toArray() {
    Matrix copy = zeros(rows, columns);
    copy.setFrom(this);
    return copy.values;
  }

  @Override
  public String toString() {
    return "Matrix[" + rows + " x " + columns + "]";
  }
}
