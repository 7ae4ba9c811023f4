package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/** Some numbers for each row of data under a machine, computed for a block of rows at a time. */
@FunctionalInterface
public interface RowFeatures extends Serializable {

  /**
   * @param rows visible states, samples x units; only read
   * @return samples x features
   */
  Matrix of(BoltzmannMachine machine, float[] parameters, Matrix rows);
}
