package io.boltzspark.sampling;

import io.boltzspark.math.RandomStream;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.TransposedWeights;
import io.boltzspark.model.UpdateOrder.Block;

/**
 * Draws hidden states given visible ones by Gibbs sampling, as the positive phase of Ackley, Hinton
 * and Sejnowski (1985). After enough sweeps the statistics of the draws have no bias, which those
 * of {@link MeanField} have, but noise.
 */
public final class HiddenDraws {
  private final BoltzmannMachine machine;
  private final GibbsSampler sampler;
  private final int sweeps;

  /**
   * @param order of the units of layers with couplings within
   * @param sweeps Gibbs sweeps over all hidden layers for each draw
   */
  public HiddenDraws(BoltzmannMachine machine, SiteOrder order, int sweeps) {
    this.machine = machine;
    this.sampler = new GibbsSampler(machine, Clamp.none(), order);
    this.sweeps = sweeps;
  }

  /** Promises that these parameters do not change before the next call. */
  public void fix(float[] parameters, TransposedWeights transposed) {
    sampler.fix(parameters, transposed, sweeps);
  }

  /** Replaces all hidden layers of the rows by draws, which begin with one pass upwards. */
  public void draw(ChainStates rows, float[] parameters, RandomStream random) {
    sampler.sampleUpwards(rows, parameters, random);
    for (int sweep = 0; sweep < sweeps; sweep++) {
      drawHidden(machine.updateOrder().drawnLast(), rows, parameters, random);
      drawHidden(machine.updateOrder().drawnFirst(), rows, parameters, random);
    }
  }

  private void drawHidden(Block block, ChainStates rows, float[] parameters, RandomStream random) {
    for (int i = 0; i < block.size(); i++) {
      if (block.layer(i) > 0) {
        sampler.sampleLayer(block.layer(i), rows, parameters, random);
      }
    }
  }
}
