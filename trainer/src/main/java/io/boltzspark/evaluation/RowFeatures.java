package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/** Features of each row of data under a machine, computed block by block. */
@FunctionalInterface
public interface RowFeatures extends Serializable {

  /**
   * @param rows visible states, samples x units; only read
   * @return samples x features
   */
  Matrix of(BoltzmannMachine machine, float[] parameters, Matrix rows);
}
