package io.boltzspark.evaluation;

import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.MeanField;

/**
 * Means of a hidden layer given rows: the machine's features. Exact for one hidden layer without
 * couplings within; otherwise the means of the mean-field distribution (Salakhutdinov and Hinton
 * 2009, section 3.1), as in {@link LogLikelihood}.
 *
 * <p>The machine's label units are set to 0, as for a row without a label: features that knew the
 * label would make any classifier look good.
 *
 * @param layer the hidden layer, from 1
 */
public record HiddenMeans(int layer) implements RowFeatures {

  @Override
  public Matrix of(BoltzmannMachine machine, float[] parameters, Matrix rows) {
    int values = machine.spec().values();
    Matrix visible = Matrix.zeros(rows.rows(), rows.columns());
    visible.columns(0, values).setFrom(rows.columns(0, values));
    ChainStates states = ChainStates.withVisible(machine, visible);
    new MeanField(machine)
        .updateInPlace(states, parameters, LogLikelihood.MOST_UPDATES, LogLikelihood.TOLERANCE);
    return states.layer(layer);
  }
}
