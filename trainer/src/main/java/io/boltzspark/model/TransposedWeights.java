package io.boltzspark.model;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.Transposition;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A copy of each connection's weights with a row for each upper unit, from which inputs on the way
 * down are sums of rows. It is made when first asked for after the parameters have changed, by the
 * threads that ask: each takes blocks of rows until none is left. Copying does not round, so
 * nothing depends on who made it.
 */
public final class TransposedWeights {
  private static final int BLOCK = 64;

  private final Matrix[] copies; // connection
  private final AtomicInteger[] taken; // connection: blocks
  private final AtomicInteger[] done; // connection: blocks
  private volatile float[] parameters = new float[0];

  public TransposedWeights(BoltzmannMachine machine) {
    int count = machine.connections().size();
    this.copies = new Matrix[count];
    this.taken = new AtomicInteger[count];
    this.done = new AtomicInteger[count];
    for (int c = 0; c < count; c++) {
      taken[c] = new AtomicInteger();
      done[c] = new AtomicInteger();
    }
  }

  /** Call when parameters have changed, before any thread asks for a copy of them. */
  public void begin(float[] current) {
    for (int c = 0; c < copies.length; c++) {
      taken[c].set(0);
      done[c].set(0);
    }
    parameters = current;
  }

  /** The weights of a connection transposed, {@code [upper units, lower units]}. */
  public Matrix of(Connection connection) {
    int c = connection.index();
    int blocks = (connection.rows() + BLOCK - 1) / BLOCK;
    if (done[c].get() < blocks) {
      copy(connection, held(connection), blocks);
    }
    return copies[c];
  }

  private synchronized Matrix held(Connection connection) {
    int c = connection.index();
    if (copies[c] == null) {
      copies[c] = Matrix.zeros(connection.columns(), connection.rows());
    }
    return copies[c];
  }

  private void copy(Connection connection, Matrix into, int blocks) {
    int c = connection.index();
    Matrix weights = connection.weights(parameters);
    for (int b = taken[c].getAndIncrement(); b < blocks; b = taken[c].getAndIncrement()) {
      int from = b * BLOCK;
      Transposition.copy(weights, into, from, Math.min(connection.rows(), from + BLOCK));
      done[c].incrementAndGet();
    }
    while (done[c].get() < blocks) {
      Thread.onSpinWait();
    }
  }
}
