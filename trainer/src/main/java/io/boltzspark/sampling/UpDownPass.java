package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Layer;

/**
 * A reconstruction: from visible states up to the last layer and back, without random numbers.
 * Upwards all hidden layers are found together by {@link MeanField}, which is exact if there is
 * only one; the first of them then follows from both its neighbouring layers, and the visible layer
 * from it. A unit of a layer with couplings within also follows from the other units of its layer:
 * visible ones as given, so that without hidden units each is what the others make of it, hidden
 * ones by their means.
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
    if (machine.layers().size() > 1) {
      states.layer(1).setFrom(settled(machine, 1, states, parameters, step));
    }
    return settled(machine, 0, states, parameters, step);
  }

  /** A layer given all others and, with couplings within, the present states of its other units. */
  private static Matrix settled(
      BoltzmannMachine machine, int l, ChainStates states, float[] parameters, Step step) {
    Layer layer = machine.layer(l);
    Matrix settled = Matrix.zeros(states.chains(), layer.size());
    machine.inputInto(l, states.layers(), parameters, settled);
    if (machine.couplings(l) != null) {
      Matrix present = layer.interaction(states.layer(l), parameters);
      machine.couplings(l).up(present, parameters, 1f, settled);
    }
    if (step == Step.MODES) {
      layer.modeInPlace(settled, parameters);
    } else {
      layer.meanInPlace(settled, parameters);
    }
    return settled;
  }
}
