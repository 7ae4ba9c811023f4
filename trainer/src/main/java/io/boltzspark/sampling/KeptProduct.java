package io.boltzspark.sampling;

import io.boltzspark.math.IndexLists;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.PackedStates;
import io.boltzspark.math.RowKernels;
import io.boltzspark.math.SparseKernels;
import io.boltzspark.model.Connection;
import io.boltzspark.model.TransposedWeights;
import java.util.Arrays;

/**
 * The input of one layer from another whose units have two values: dense or sparse ({@link
 * SparseRule}) and, where that is asked for, kept from call to call, so that the next one only adds
 * what has changed. States with other values, such as means, make a dense product.
 *
 * <p>Spins are {@code 2 on - 1}, so half their input is {@code sum over on of W_i - 1/2 sum over
 * all W_i}, and changes by a row of W with each flip. Halves are what is kept; doubling is exact.
 */
final class KeptProduct {
  private final Connection connection;
  private final boolean up;
  private final boolean spins;
  private final int units; // of the layer that the states belong to
  private final int columns; // of the input
  private final SparseKernels kernels = SparseKernels.get();
  private PackedStates before = new PackedStates(); // of the kept product
  private PackedStates now = new PackedStates();
  private final IndexLists on = new IndexLists();
  private final IndexLists off = new IndexLists();
  private final float[] base; // for spins: -1/2 of the sum over all units
  private float[] row = new float[0];
  private boolean hasBase;
  private boolean hasTransposed;
  private float[] kept = new float[0];
  private double copies;
  private int keptRows = -1; // -1: nothing is kept
  private int updates;

  /**
   * @param up whether states are those of the connection's lower layer
   * @param spins whether they are -1 and 1 instead of 0 and 1
   */
  KeptProduct(Connection connection, boolean up, boolean spins) {
    this.connection = connection;
    this.up = up;
    this.spins = spins;
    this.units = up ? connection.rows() : connection.columns();
    this.columns = up ? connection.columns() : connection.rows();
    this.base = new float[spins ? columns : 0];
  }

  /**
   * Forgets what is kept, because parameters have changed.
   *
   * @param products about how many products will be made before they change again
   */
  void begin(int products) {
    copies = up ? 0 : 1.0 / products;
    hasBase = false;
    hasTransposed = false;
    forget();
  }

  /** Makes the next product afresh. */
  void forget() {
    keptRows = -1;
  }

  /**
   * {@code input := states W + beta input}, on the way down with the transposed weights.
   *
   * @param keeps whether to keep the product for the next call
   * @param beta 0 or 1
   */
  void multiply(
      Matrix states,
      float[] parameters,
      TransposedWeights transposed,
      boolean keeps,
      float beta,
      Matrix input) {
    int rows = states.rows();
    if (!now.pack(states, spins)) {
      forget();
      dense(states, parameters, beta, input);
      return;
    }
    if (keeps && keptRows == rows && update(rows, parameters, transposed)) {
      read(beta, input);
      return;
    }
    boolean sparse = isSparse(now.count(), rows);
    if (sparse) {
      on.setOn(now);
      off.clear(rows);
    }
    forget();
    if (sparse && !keeps && !spins) {
      kernels.sum(table(parameters, transposed), on, off, beta != 0, input);
    } else if (!sparse && !keeps) {
      dense(states, parameters, beta, input);
    } else {
      makeAfresh(states, parameters, transposed, sparse);
      read(beta, input);
      if (keeps) {
        keptRows = rows;
        updates = 0;
        swap();
      }
    }
  }

  private void makeAfresh(
      Matrix states, float[] parameters, TransposedWeights transposed, boolean sparse) {
    int rows = states.rows();
    if (kept.length < rows * columns) {
      kept = new float[Math.multiplyExact(rows, columns)];
    }
    Matrix product = new Matrix(kept, 0, rows, columns);
    if (sparse) {
      Matrix table = table(parameters, transposed);
      if (spins) {
        setToBase(table, product);
      }
      kernels.sum(table, on, off, spins, product);
    } else {
      dense(states, parameters, 0f, product);
      if (spins) {
        RowKernels.scaleInPlace(kept, 0.5f, 0, rows * columns);
      }
    }
  }

  /** Adds what has changed; returns whether that was possible. */
  private boolean update(int rows, float[] parameters, TransposedWeights transposed) {
    int flips = now.differences(before);
    if (flips == 0) {
      return true; // does not count, so that looking at a chain does not change what follows
    }
    if (updates == SparseRule.UPDATES || flips > now.count() || !isSparse(flips, rows)) {
      return false;
    }
    updates++;
    on.setTurnedOn(before, now, flips);
    off.setTurnedOn(now, before, flips);
    kernels.sum(table(parameters, transposed), on, off, true, new Matrix(kept, 0, rows, columns));
    swap();
    return true;
  }

  /** The states of this product become those of the last one. */
  private void swap() {
    PackedStates states = before;
    before = now;
    now = states;
  }

  private boolean isSparse(long added, int rows) {
    return SparseRule.isSparse(added, rows, units, hasTransposed ? 0 : copies);
  }

  /** Rows of weights, one for each unit that the states belong to. */
  private Matrix table(float[] parameters, TransposedWeights transposed) {
    if (up) {
      return connection.weights(parameters);
    }
    hasTransposed = true;
    return transposed.of(connection);
  }

  private void dense(Matrix states, float[] parameters, float beta, Matrix input) {
    if (up) {
      connection.up(states, parameters, beta, input);
    } else {
      connection.down(states, parameters, beta, input);
    }
  }

  private void setToBase(Matrix table, Matrix product) {
    if (!hasBase) {
      Arrays.fill(base, 0f);
      reserveRow();
      for (int i = 0; i < units; i++) {
        System.arraycopy(table.values(), table.offset(i), row, 0, columns);
        RowKernels.addScaledInPlace(base, row, -0.5f, columns);
      }
      hasBase = true;
    }
    for (int r = 0; r < product.rows(); r++) {
      System.arraycopy(base, 0, product.values(), product.offset(r), columns);
    }
  }

  private void reserveRow() {
    if (row.length < columns) {
      row = new float[columns];
    }
  }

  /** {@code input := the product + beta input}. */
  private void read(float beta, Matrix input) {
    reserveRow();
    for (int r = 0; r < input.rows(); r++) {
      System.arraycopy(kept, r * columns, row, 0, columns);
      if (spins) {
        RowKernels.scaleInPlace(row, 2f, 0, columns);
      }
      if (beta != 0) {
        addRow(input, r);
      } else {
        System.arraycopy(row, 0, input.values(), input.offset(r), columns);
      }
    }
  }

  private void addRow(Matrix input, int r) {
    float[] values = input.values();
    int at = input.offset(r);
    for (int i = 0; i < columns; i++) {
      values[at + i] += row[i];
    }
  }
}
