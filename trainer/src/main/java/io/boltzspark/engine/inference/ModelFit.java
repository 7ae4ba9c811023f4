package io.boltzspark.engine.inference;

import io.boltzspark.boltzmann.VisibleRows;
import io.boltzspark.engine.data.TrainingData;
import io.boltzspark.errors.BoltzException;
import io.boltzspark.errors.ExitCode;
import io.boltzspark.model.UnitType;
import io.boltzspark.store.TrainedModel;

/**
 * How data becomes the visible states of a trained model. Where grey values meet units of two
 * states, they are probabilities from which states are drawn.
 */
final class ModelFit {
  private ModelFit() {}

  /**
   * @throws BoltzException BAD_INPUT when the data does not fit the model
   */
  static VisibleRows visibleRows(TrainingData data, TrainedModel model) {
    int labels = model.machine().spec().labels();
    UnitType values = model.machine().spec().layers().get(0).get(0).type();
    int width = model.machine().visible().size() - labels;
    if (data.width() != width) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "the data "
              + data.title()
              + " has "
              + data.width()
              + " units per row, but the model has "
              + width
              + " visible units"
              + (labels > 0 ? " besides its labels" : "")
              + "; use data like the model's training data (--data)");
    }
    boolean twoStates = values == UnitType.BERNOULLI || values == UnitType.SPIN;
    VisibleRows rows =
        new VisibleRows(
            data.format(), width, labels, twoStates && !data.isBinary(), model.standardisation());
    if (rows.resample() && (data.minimum() < 0 || data.maximum() > 1)) {
      throw new BoltzException(
          ExitCode.BAD_INPUT,
          "%s has values from %s to %s, but the model's %s visible units take values from 0 to 1"
              .formatted(data.origin(), data.minimum(), data.maximum(), values.word()));
    }
    return rows;
  }
}
