package io.boltzspark.jobs.benchmark.scaling;

import io.boltzspark.boltzmann.StatisticsLayout;
import io.boltzspark.model.BoltzmannMachine;
import java.util.List;

/**
 * The sizes on which the cost of a PCD step of a restricted machine depends.
 *
 * @param visible units
 * @param hidden units
 * @param batch rows per minibatch
 * @param chains persistent chains
 * @param k sweeps per step
 */
public record StepShape(int visible, int hidden, int batch, int chains, int k) {

  /** Numbers that the driver sends to a task. */
  public long parameters() {
    return layout().parameters();
  }

  /** Numbers that a task sends to the driver for each subtree of lanes that it holds. */
  public long statistics() {
    return layout().size();
  }

  /**
   * Numbers of the state that driver and tasks exchange with local steps: parameters and the two
   * moments of Adam.
   */
  public long state() {
    return 3 * parameters();
  }

  /**
   * Bytes that each lane holds beside the usual ones with local steps: its state, the statistics of
   * its steps, and transposed weights.
   */
  public long bytesOfLane() {
    return Float.BYTES * (state() + statistics() + weights());
  }

  private StatisticsLayout layout() {
    return StatisticsLayout.of(BoltzmannMachine.bernoulli(List.of(visible, hidden)));
  }

  public long weights() {
    return (long) visible * hidden;
  }

  /**
   * Matrix products with all weights: chains go down once and k - 1 times up and down, then rows
   * and chains go up together, and one product gives the difference of the statistics (as {@link
   * io.boltzspark.boltzmann.LikelihoodStep} stacks them).
   */
  public int products() {
    return 2 * k + 1;
  }

  /** Floating-point operations of these products: two for each weight and row or chain. */
  public double operations() {
    return 2.0 * weights() * (2.0 * batch + (2.0 * k + 1) * chains);
  }

  /** The same with {@code more} times the minibatch and chains. */
  public StepShape times(int more) {
    return new StepShape(visible, hidden, more * batch, more * chains, k);
  }

  /** The same with this many sweeps. */
  public StepShape withK(int sweeps) {
    return new StepShape(visible, hidden, batch, chains, sweeps);
  }

  /** For people. */
  public String label() {
    return visible + "-" + hidden + ", B = " + batch + ", " + chains + " chains, k = " + k;
  }
}
