package io.boltzspark.engine.inference;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/** What is computed for a block of rows under a machine, on an executor. */
@FunctionalInterface
interface BlockFunction<T> extends Serializable {

  /**
   * @param rows visible states, samples x units; only read
   * @param random the block's own numbers
   */
  T of(BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random);
}
