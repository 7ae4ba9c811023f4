package io.boltzspark.learning;

import java.io.Serializable;
import java.util.List;

/**
 * What only machines with more than one hidden layer have: layer-wise pretraining, and mean field.
 *
 * @param pretrainingEpochs epochs of each pretraining stage, from the first pair of layers up;
 *     empty: no pretraining; a single number stands for all stages
 * @param corrections train each pair so that the stack makes a deep Boltzmann machine
 *     (Salakhutdinov and Hinton 2009, section 4), rather than a deep belief net
 * @param learningRate of the pretraining; 0: the optimiser's own
 * @param burnInSweeps Gibbs sweeps of the chains before a stage's first step (k1)
 * @param sweeps Gibbs sweeps a step in pretraining (k2)
 * @param dataSweeps Gibbs sweeps, starting at the data, before the states that are handed to the
 *     next stage are drawn (k3)
 * @param meanFieldUpdates most mean-field updates of the positive phase
 * @param meanFieldTolerance updates end when no mean moves by more than this
 */
public record DeepConfig(
    List<Integer> pretrainingEpochs,
    boolean corrections,
    double learningRate,
    int burnInSweeps,
    int sweeps,
    int dataSweeps,
    int meanFieldUpdates,
    double meanFieldTolerance)
    implements Serializable {

  public DeepConfig {
    pretrainingEpochs = List.copyOf(pretrainingEpochs);
  }
}
