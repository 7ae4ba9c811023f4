package io.boltzspark.evaluation;

import io.boltzspark.math.Blas;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;

/**
 * The patterns of visible units to which the units of a hidden layer respond. For the first layer
 * these are its weights; for a deeper one the fields of the layer below, weighted by the weights
 * between them and summed (Lee, Ekanadham and Ng 2008, section 4): {@code F_l = F_(l-1) W_(l-1)},
 * which ignores the nonlinearity of the layers between.
 */
public final class ReceptiveFields {
  private ReceptiveFields() {}

  /**
   * @param layer a hidden layer, from 1
   * @return units of the layer x visible units
   */
  public static Matrix of(BoltzmannMachine machine, float[] parameters, int layer) {
    if (layer < 1 || layer >= machine.layers().size()) {
      throw new IllegalArgumentException("layer " + layer + " of " + machine.dimensions());
    }
    Connection top = machine.connectionsBelow(layer).get(0);
    Matrix fields = Matrix.zeros(top.columns(), top.rows());
    Matrix weights = top.weights(parameters);
    for (int unit = 0; unit < fields.rows(); unit++) {
      for (int below = 0; below < fields.columns(); below++) {
        fields.set(unit, below, weights.get(below, unit));
      }
    }
    for (int l = top.from(); l > 0; ) {
      Connection connection = machine.connectionsBelow(l).get(0);
      Matrix lower = Matrix.zeros(fields.rows(), connection.rows());
      Blas.multiplyTransposed(fields, connection.weights(parameters), 0f, lower);
      fields = lower;
      l = connection.from();
    }
    return fields;
  }
}
