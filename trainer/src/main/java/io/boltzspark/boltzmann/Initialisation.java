package io.boltzspark.boltzmann;

import io.boltzspark.learning.Lanes;
import io.boltzspark.math.Matrix;
import io.boltzspark.math.RandomStream;
import io.boltzspark.math.RandomStream.Purpose;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.model.Connection;
import io.boltzspark.model.Layer;
import io.boltzspark.sampling.ChainCodec;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.GibbsSampler;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Parameters and chains before the first step (Hinton 2012, section 8). */
public final class Initialisation {

  /**
   * Moments of the visible units' states over the training rows.
   *
   * @param mean mean of each visible unit
   * @param variance variance of each visible unit
   * @param rows number of these rows
   */
  public record VisibleMoments(double[] mean, double[] variance, long rows) {

    /** The means in single precision. */
    public float[] floatMean() {
      float[] floats = new float[mean.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) mean[i];
      }
      return floats;
    }
  }

  private Initialisation() {}

  /**
   * Weights are drawn; visible biases give units without weights the data's moments (for Bernoulli
   * units, the log odds of the mean; for Potts units, log frequencies with a pseudocount); hidden
   * units get the configured bias. A temperature divides the weights.
   */
  public static float[] parameters(
      BoltzmannMachine machine, BoltzmannConfig config, VisibleMoments data) {
    InitialisationConfig init = config.initialisation();
    float[] parameters = new float[machine.layout().size()];
    for (Connection c : machine.connections()) {
      double deviation =
          init.weights() == InitialisationConfig.Weights.GLOROT
              ? Math.sqrt(2.0 / (c.rows() + c.columns()))
              : init.deviation();
      double scale = deviation / config.model().temperature();
      RandomStream random = new RandomStream(config.seed(), Purpose.WEIGHTS, 0, c.index());
      int end = c.offset() + c.size();
      for (int i = c.offset(); i < end; i++) {
        parameters[i] = (float) (scale * random.nextNormal());
      }
    }
    fit(machine.visible(), data, parameters);
    if (!init.visibleBias().equals(InitialisationConfig.DATA)) {
      fillBiases(machine.visible(), Double.parseDouble(init.visibleBias()), parameters);
    }
    for (Layer hidden : machine.layers().subList(1, machine.layers().size())) {
      fillBiases(hidden, init.hiddenBias(), parameters);
    }
    return parameters;
  }

  private static void fit(Layer visible, VisibleMoments data, float[] parameters) {
    visible.fit(visible.smoothed(data.mean(), data.rows()), data.variance(), parameters);
  }

  private static void fillBiases(Layer layer, double bias, float[] parameters) {
    int from = layer.biasOffset();
    Arrays.fill(parameters, from, from + layer.size(), (float) bias);
  }

  /**
   * All persistent chains with their replicas, encoded, lane by lane (none with CD): visible states
   * as configured, then the hidden layers drawn from below, each given only the layer below it,
   * then the burn-in sweeps.
   *
   * @param data the moments from which visible units are drawn with {@link
   *     NegativePhaseConfig.Start#MEAN}
   * @param rows visible states of the first training rows, at least as many as chains, for {@link
   *     NegativePhaseConfig.Start#DATA}; unused otherwise
   * @param burnIn Gibbs sweeps of the chains before the first step
   */
  public static byte[] chains(
      BoltzmannMachine machine,
      BoltzmannConfig config,
      Lanes lanes,
      float[] parameters,
      VisibleMoments data,
      Matrix rows,
      int burnIn) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    GibbsSampler sampler = new GibbsSampler(machine);
    ChainCodec codec = new ChainCodec(machine, config.driven());
    RandomStream random = new RandomStream();
    float[] start = visibleStart(machine, config, parameters, data);
    for (int lane = 0; lane < lanes.count(); lane++) {
      random.key(config.seed(), Purpose.CHAIN_START, 0, lane);
      List<ChainStates> replicas = new ArrayList<>();
      for (int r = 0; r < config.negative().chains().temperatures(); r++) {
        ChainStates chains =
            ChainStates.zeros(machine, lanes.size(lane, config.persistentChains()));
        if (config.negative().chains().start() == NegativePhaseConfig.Start.DATA) {
          copyRows(rows, lanes.start(lane, config.persistentChains()), chains.visible());
        } else {
          machine.visible().sampleInPlace(chains.visible(), start, random);
        }
        sampler.sampleUpwards(chains, parameters, random);
        sampler.sweep(chains, burnIn, parameters, random);
        replicas.add(chains);
      }
      if (config.driven().moves()) {
        ChainStates only = replicas.remove(0);
        Matrix betas = Matrix.zeros(only.chains(), 1);
        config.driven().start(betas, random);
        replicas.add(only.at(betas));
      }
      all.writeBytes(codec.encodeReplicas(replicas));
    }
    return all.toByteArray();
  }

  /** Copies rows from {@code first} on, wrapping around to 0 after the last. */
  private static void copyRows(Matrix rows, int first, Matrix visible) {
    for (int c = 0; c < visible.rows(); c++) {
      int row = (first + c) % rows.rows();
      visible.rows(c, c + 1).setFrom(rows.rows(row, row + 1));
    }
  }

  /** Parameters whose visible units, without input, have the starting distribution of chains. */
  private static float[] visibleStart(
      BoltzmannMachine machine, BoltzmannConfig config, float[] parameters, VisibleMoments data) {
    float[] start = parameters.clone();
    if (config.negative().chains().start() == NegativePhaseConfig.Start.NOISE) {
      Arrays.fill(start, 0f);
    } else {
      fit(machine.visible(), data, start);
    }
    return start;
  }
}
