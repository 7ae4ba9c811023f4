package io.boltzspark.engine.inference;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import java.io.Serializable;

/** A function of a block of rows and a machine, computed on an executor. */
@FunctionalInterface
interface BlockFunction<T> extends Serializable {

  /**
   * @param rows visible states, samples x units; read-only
   * @param random the block's own random numbers
   */
  T of(BoltzmannMachine machine, float[] parameters, Matrix rows, RandomStream random);
}
