package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;

/**
 * The way from visible states up to the last layer and back without random numbers: a
 * reconstruction. Each layer follows from the one where the pass comes from alone. A layer between
 * two others receives that input twice, in place of the one that is missing from the other side, as
 * in the first pass of {@link MeanField}.
 */
public final class UpDownPass {

  /** What a layer becomes, given its input. */
  public enum Step {
    /** Its most probable states: as far as the machine's decisions carry. */
    MODES,
    /** Its means: shades for what is uncertain. */
    MEANS
  }

  private UpDownPass() {}

  /**
   * @param visible states, samples x visible units; only read
   * @return the visible layer at the end, of the same shape
   */
  public static Matrix of(BoltzmannMachine machine, float[] parameters, Matrix visible, Step step) {
    int top = machine.layers().size() - 1;
    Matrix states = visible;
    for (int l = 1; l <= top; l++) {
      Connection connection = machine.connections().get(l - 1);
      Matrix above = Matrix.zeros(visible.rows(), connection.columns());
      Matrix below = machine.layer(l - 1).interaction(states, parameters);
      connection.up(below, parameters, 0f, above);
      states = settle(machine, l, above, parameters, step);
    }
    for (int l = top - 1; l >= 0; l--) {
      Connection connection = machine.connections().get(l);
      Matrix below = Matrix.zeros(visible.rows(), connection.rows());
      Matrix above = machine.layer(l + 1).interaction(states, parameters);
      connection.down(above, parameters, 0f, below);
      states = settle(machine, l, below, parameters, step);
    }
    return states;
  }

  private static Matrix settle(
      BoltzmannMachine machine, int l, Matrix input, float[] parameters, Step step) {
    boolean between = l > 0 && l + 1 < machine.layers().size();
    if (between) {
      RowKernels.scaleInPlace(input.values(), 2f, 0, input.values().length);
    }
    if (step == Step.MODES) {
      machine.layer(l).modeInPlace(input, parameters);
    } else {
      machine.layer(l).meanInPlace(input, parameters);
    }
    return input;
  }
}
