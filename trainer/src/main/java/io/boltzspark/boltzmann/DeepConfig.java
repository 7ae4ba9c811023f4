package io.boltzspark.boltzmann;

import java.io.Serializable;
import java.util.List;

/**
 * Settings for machines whose hidden units are not independent given the visible ones: layer-wise
 * pretraining, and how the positive phase finds the hidden states of rows.
 *
 * @param pretrainingEpochs epochs of each pretraining stage, from the bottom up; empty: no
 *     pretraining; a single number applies to all stages
 * @param pretraining the machines that the stages train
 * @param learningRate of the pretraining; 0: the optimiser's own
 * @param burnInSweeps Gibbs sweeps of the chains before a stage's first step (k1)
 * @param sweeps Gibbs sweeps per step in pretraining (k2)
 * @param dataSweeps Gibbs sweeps, started from the data, before drawing the states passed to the
 *     next stage (k3)
 * @param positiveSweeps Gibbs sweeps over the hidden layers of a row in the positive phase, whose
 *     last states replace the means of mean field; 0: mean field
 * @param meanFieldUpdates largest number of mean-field updates in the positive phase
 * @param meanFieldTolerance updates end when no mean changes by more than this
 */
public record DeepConfig(
    List<Integer> pretrainingEpochs,
    Pretraining pretraining,
    double learningRate,
    int burnInSweeps,
    int sweeps,
    int dataSweeps,
    int positiveSweeps,
    int meanFieldUpdates,
    double meanFieldTolerance)
    implements Serializable {

  /** The machines trained before the whole machine. */
  public enum Pretraining {
    /**
     * Each pair of layers, so that the stack makes a deep Boltzmann machine (Salakhutdinov and
     * Hinton 2009, section 4).
     */
    PAIRS,
    /** Each pair of layers as it is, so that the stack makes a deep belief net. */
    BELIEF_NET,
    /**
     * The machine of the lowest two layers, that of the lowest three, and so on. A new layer begins
     * with almost no weights, and so with the distribution reached without it.
     */
    GROWTH
  }

  public DeepConfig {
    pretrainingEpochs = List.copyOf(pretrainingEpochs);
  }
}
