package io.boltzspark.learning;

import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.ParameterLayout.Segment;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.io.ByteArrayOutputStream;

/** Parameters and chains before the first step (Hinton 2012, section 8). */
public final class Initialisation {

  /** Data means are clamped this far inside (0, 1), so that no bias starts at infinity. */
  static final double MEAN_CLAMP = 1e-3;

  private Initialisation() {}

  /**
   * Weights are normal with the configured deviation, the visible biases are the log odds of the
   * clamped data means, all other parameters are zero.
   *
   * @param dataMean mean of each visible unit over the training rows
   */
  public static float[] parameters(
      BoltzmannMachine machine, TrainingConfig config, double[] dataMean) {
    float[] parameters = new float[machine.layout().size()];
    for (Connection c : machine.connections()) {
      RandomStream random = new RandomStream(config.seed(), Purpose.WEIGHTS, 0, c.lower());
      int end = c.offset() + c.rows() * c.columns();
      for (int i = c.offset(); i < end; i++) {
        parameters[i] = (float) (config.initialWeightDeviation() * random.nextNormal());
      }
    }
    Segment bias = machine.layout().segment("bias.0");
    for (int i = 0; i < bias.size(); i++) {
      double mean = Math.min(1 - MEAN_CLAMP, Math.max(MEAN_CLAMP, dataMean[i]));
      parameters[bias.offset() + i] = (float) StrictMath.log(mean / (1 - mean));
    }
    return parameters;
  }

  /**
   * All persistent chains, encoded, lane by lane (none with CD): visible units drawn from their
   * biases alone, then the hidden ones given these.
   */
  public static byte[] chains(
      BoltzmannMachine machine, TrainingConfig config, Lanes lanes, float[] parameters) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    GibbsSampler sampler = new GibbsSampler(machine);
    ChainCodec codec = new ChainCodec(machine);
    RandomStream random = new RandomStream();
    for (int lane = 0; lane < lanes.count(); lane++) {
      ChainStates chains = ChainStates.zeros(machine, lanes.size(lane, config.persistentChains()));
      random.key(config.seed(), Purpose.CHAIN_START, 0, lane);
      machine.visible().sampleInPlace(chains.visible(), parameters, random);
      sampler.sampleOdd(chains, parameters, random);
      all.writeBytes(codec.encode(chains));
    }
    return all.toByteArray();
  }
}
