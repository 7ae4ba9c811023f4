package io.boltzspark.sampling;

import io.boltzspark.math.Matrix;
import io.boltzspark.math.RowKernels;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UpdateOrder;
import io.boltzspark.model.UpdateOrder.Block;
import java.util.Arrays;

/**
 * The factorial distribution over the hidden layers nearest to their posterior given the visible
 * states, in the sense of {@code KL(q || p)}, found by iterating the fixed-point equations {@code
 * mu_l = E[s_l | input from mu_(l-1), mu_(l+1)]} (Salakhutdinov and Hinton 2009, section 3.1). The
 * two blocks of {@link UpdateOrder} are updated in turn, each given the other, and the units of a
 * layer with couplings within one after another, so that no update makes the bound worse. If the
 * hidden units are independent, the first pass is exact.
 */
public final class MeanField {
  private final BoltzmannMachine machine;
  private final LayerInputs inputs;
  private final SiteSampler[] sites; // layer; null without couplings within
  private float[] fixed; // the parameters of inputs, or null
  private float[] old = new float[0];
  private float[] input = new float[0];
  private float[] rowA = new float[0];
  private float[] rowB = new float[0];
  private float[] largest = new float[0];
  private float[] fromVisible = new float[0]; // the first hidden layer's input from the visible one

  public MeanField(BoltzmannMachine machine) {
    this.machine = machine;
    this.inputs = new LayerInputs(machine);
    this.sites = new SiteSampler[machine.layers().size()];
    for (int l = 1; l < sites.length; l++) {
      sites[l] =
          machine.couplings(l) == null ? null : new SiteSampler(machine, l, SiteOrder.SEQUENTIAL);
    }
  }

  /**
   * Promises that these parameters do not change before the next call. The first hidden layer's
   * input from visible states is then a sparse product where that is faster ({@link LayerInputs}).
   */
  public void fix(float[] parameters, TransposedWeights transposed) {
    fixed = parameters;
    inputs.begin(parameters, transposed, 1);
  }

  /**
   * Sets the hidden layers of {@code states} to the means, given its visible layer. Begins with one
   * pass upwards, in which a layer with another one above it receives its input from below twice,
   * in place of the missing input.
   *
   * @param tolerance updates end when no mean has changed by more than this
   * @return number of updates of all hidden layers after the first pass
   */
  public int updateInPlace(
      ChainStates states, float[] parameters, int maxUpdates, double tolerance) {
    if (machine.hiddenUnitsAreIndependent()) {
      for (int l = 1; l < machine.layers().size(); l++) {
        machine.inputInto(l, states.layers(), parameters, states.layer(l));
        machine.layer(l).meanInPlace(states.layer(l), parameters);
      }
      return 0;
    }
    passUpwards(states, parameters);
    UpdateOrder order = machine.updateOrder();
    for (int update = 1; update <= maxUpdates; update++) {
      float moved =
          Math.max(
              update(order.drawnLast(), states, parameters),
              update(order.drawnFirst(), states, parameters));
      if (moved <= tolerance) {
        return update;
      }
    }
    return maxUpdates;
  }

  private void passUpwards(ChainStates states, float[] parameters) {
    int top = machine.layers().size() - 1;
    for (int l = 1; l <= top; l++) {
      Matrix means = states.layer(l);
      if (l == 1 && fixed == parameters) {
        inputs.fromBelowInto(l, states.layers(), means);
      } else {
        machine.inputFromBelowInto(l, states.layers(), parameters, means);
      }
      if (l == 1) {
        fromVisible = reserve(fromVisible, means);
        like(means, fromVisible).setFrom(means);
      }
      if (l < top) {
        RowKernels.scaleInPlace(means.values(), 2f, means.offset(), means.offset(means.rows()));
      }
      machine.layer(l).meanInPlace(means, parameters);
    }
  }

  /** Updates a block's hidden layers and returns the largest change of a mean. */
  private float update(Block block, ChainStates states, float[] parameters) {
    float moved = 0;
    for (int i = 0; i < block.size(); i++) {
      int l = block.layer(i);
      if (l == 0) {
        continue; // given
      }
      Matrix means = states.layer(l);
      old = reserve(old, means);
      Matrix before = like(means, old);
      before.setFrom(means);
      if (l == 1) {
        means.setFrom(like(means, fromVisible));
        machine.addInputFromAbove(l, states.layers(), parameters, means);
      } else {
        machine.inputInto(l, states.layers(), parameters, means);
      }
      moved = Math.max(moved, finish(l, before, means, parameters));
    }
    return moved;
  }

  /** From a layer's input to its means; returns their largest change. */
  private float finish(int l, Matrix before, Matrix means, float[] parameters) {
    if (sites[l] == null) {
      machine.layer(l).meanInPlace(means, parameters);
      return largestDifference(before, means);
    }
    input = reserve(input, means);
    Matrix fromOthers = like(means, input);
    fromOthers.setFrom(means);
    means.setFrom(before);
    sites[l].forget();
    return sites[l].meanField(means, fromOthers, parameters);
  }

  private static float[] reserve(float[] held, Matrix like) {
    int size = like.rows() * like.columns();
    return held.length < size ? new float[size] : held;
  }

  private static Matrix like(Matrix matrix, float[] held) {
    return new Matrix(held, 0, matrix.rows(), matrix.columns());
  }

  /** Row by row through arrays of their own, so that the loop over units vectorises. */
  private float largestDifference(Matrix a, Matrix b) {
    int units = a.columns();
    if (largest.length < units) {
      rowA = new float[units];
      rowB = new float[units];
      largest = new float[units];
    }
    Arrays.fill(largest, 0, units, 0f);
    for (int row = 0; row < a.rows(); row++) {
      System.arraycopy(a.values(), a.offset(row), rowA, 0, units);
      System.arraycopy(b.values(), b.offset(row), rowB, 0, units);
      widen(largest, rowA, rowB, units);
    }
    float most = 0;
    for (int i = 0; i < units; i++) {
      most = Math.max(most, largest[i]);
    }
    return most;
  }

  private static void widen(float[] largest, float[] a, float[] b, int count) {
    for (int i = 0; i < count; i++) {
      largest[i] = Math.max(largest[i], Math.abs(a[i] - b[i]));
    }
  }
}
