package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;

/**
 * A reconstruction: from visible states up to the last layer and back, without random numbers.
 * Upwards all hidden layers are found together by {@link MeanField}, which is exact if there is
 * only one; the first of them then follows from both its neighbouring layers, and the visible layer
 * from it.
 *
 * <p>In a deep machine a pass layer by layer, each given only the previous one, fails: the biases
 * of a layer between two others assume input from both, and if training has made these unequal,
 * nearly all its units are on or off without one of them.
 */
public final class UpDownPass {

  /** The state of a layer on the way down, given its input. */
  public enum Step {
    /** Its most probable states, which show the machine's decisions. */
    MODES,
    /** Its means, which show uncertainty as shades. */
    MEANS
  }

  /** Far more than visible in pictures: five updates give three digits. */
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
