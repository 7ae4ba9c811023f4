package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * The way from visible states up to the last layer and back without random numbers: a
 * reconstruction. Upwards all hidden layers settle together by {@link MeanField}, which is exact
 * where there is one; the first of them then follows from the layers on both of its sides, and the
 * visible layer from it.
 *
 * <p>A deep machine cannot go up and down layer by layer, each given the one that the pass comes
 * from alone: the biases of a layer between two others count on input from both, and where training
 * has made these unequal, its units are nearly all on or nearly all off without one of them.
 */
public final class UpDownPass {

  /** What a layer becomes on the way down, given its input. */
  public enum Step {
    /** Its most probable states: as far as the machine's decisions carry. */
    MODES,
    /** Its means: shades for what is uncertain. */
    MEANS
  }

  /** Far more than pictures can show: after five updates errors have three digits. */
  private static final int MOST_UPDATES = 30;

  private static final double TOLERANCE = 1e-3;

  private UpDownPass() {}

  /**
   * @param visible states, samples x visible units; only read
   * @return the visible layer at the end, of the same shape
   */
  public static Matrix of(BoltzmannMachine machine, float[] parameters, Matrix visible, Step step) {
    ChainStates states = ChainStates.withVisible(machine, visible);
    new MeanField(machine).updateInPlace(states, parameters, MOST_UPDATES, TOLERANCE);
    Matrix first = states.layer(1);
    machine.inputInto(1, states.layers(), parameters, first);
    settle(machine, 1, first, parameters, step);
    Matrix reconstruction = Matrix.zeros(visible.rows(), visible.columns());
    machine.inputInto(0, states.layers(), parameters, reconstruction);
    settle(machine, 0, reconstruction, parameters, step);
    return reconstruction;
  }

  private static void settle(
      BoltzmannMachine machine, int l, Matrix input, float[] parameters, Step step) {
    if (step == Step.MODES) {
      machine.layer(l).modeInPlace(input, parameters);
    } else {
      machine.layer(l).meanInPlace(input, parameters);
    }
  }
}
