package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/** A score of each row of data under a machine, computed block by block. */
@FunctionalInterface
public interface RowScore extends Serializable {

  /**
   * @param rows visible states, samples x units; only read
   * @param random the block's own random numbers
   * @return one score per row
   */
  double[] of(BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random);
}
