package io.boltzspark.learning;

import io.boltzspark.boltzmann.Objective;
import io.boltzspark.boltzmann.StatisticsLayout;
import io.boltzspark.math.Matrix;
import io.boltzspark.sampling.ChainStates;
import java.util.List;

/**
 * One lane's share of training steps: a pure function of (parameters, its rows, its chains, seed,
 * step, lane), so it can be computed, and computed again, anywhere. What it is the gradient of is
 * an {@link Objective}'s to say.
 */
public interface LaneStep {

  /** Which lane. */
  int lane();

  /** Where what is known of the step's {@code count} rows is to be put, a row of data a row. */
  Matrix rows(int count);

  /**
   * The persistent chains, and behind them their replicas at higher temperatures: their odd layers
   * are filled before the first step and moved by each. No chains where none are needed.
   */
  List<ChainStates> replicas();

  /**
   * Sets {@code sums} to the lane's statistics ({@link StatisticsLayout}) and moves its chains.
   *
   * @param parameters in the machine's layout; read only
   * @param rows how many rows were put into {@link #rows}
   * @param batchSize rows of the whole minibatch, B
   * @param sweeps Gibbs sweeps, k
   * @param step the step's number; with seed and lane the key of its random numbers
   */
  void compute(float[] parameters, int rows, int batchSize, int sweeps, long step, float[] sums);
}
