package io.boltzspark.evaluation;

import io.boltzspark.evaluation.partition.LogLikelihood;
import io.boltzspark.math.Matrix;
import io.boltzspark.model.BoltzmannMachine;
import io.boltzspark.sampling.ChainStates;
import io.boltzspark.sampling.MeanField;

/**
 * Means of a hidden layer given rows: the machine's features. Exact for one hidden layer; for more,
 * those of the factorial distribution that mean field finds (Salakhutdinov and Hinton 2009, section
 * 3.1), as in {@link LogLikelihood}.
 *
 * <p>A machine's own label units stay at 0, which is what a row without a label has there: features
 * that knew the label would make any classifier look good.
 *
 * @param layer which, from 1
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
