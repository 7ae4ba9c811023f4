package io.boltzspark.evaluation;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/** A number for each row of data under a machine, computed for a block of rows at a time. */
@FunctionalInterface
public interface RowScore extends Serializable {

  /**
   * @param rows visible states, samples x units; only read
   * @param random the block's own numbers
   * @return one score a row
   */
  double[] of(BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random);
}
